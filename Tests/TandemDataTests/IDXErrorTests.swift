import TestSupport
import Testing

@testable import TandemData

/// A broken file, and what is wrong with it.
struct BrokenIDX: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var bytes: [UInt8]
  var problem: FileProblem

  static let all = [
    Self(testDescription: "nothing", bytes: [], problem: .isEmpty),
    Self(testDescription: "three bytes", bytes: [0, 0, 8], problem: .notIDX(start: [0, 0, 8])),
    Self(
      testDescription: "text", bytes: Array("a,b\n1,2\n".utf8),
      problem: .notIDX(start: Array("a,b\n".utf8))),
    Self(
      testDescription: "no such type", bytes: IDXFixture.bytes([1, 1, 1], [1], type: 0x0A),
      problem: .notIDX(start: [0, 0, 0x0A, 3])),
    Self(
      testDescription: "no dimensions", bytes: [0, 0, 8, 0, 1],
      problem: .notIDX(start: [0, 0, 8, 0])),
    Self(
      testDescription: "200 dimensions", bytes: [0, 0, 8, 200, 1],
      problem: .notIDX(start: [0, 0, 8, 200])),
    Self(
      testDescription: "half a header", bytes: [0, 0, 8, 3, 0, 0, 0, 1],
      problem: .wrongLength(expected: 16, actual: 8)),
    Self(
      testDescription: "a byte too few", bytes: IDXFixture.images(2).dropLast(),
      problem: .wrongLength(expected: 28, actual: 27)),
    Self(
      testDescription: "a byte too many", bytes: IDXFixture.images(2) + [0],
      problem: .wrongLength(expected: 28, actual: 29)),
    Self(testDescription: "no rows", bytes: IDXFixture.bytes([0, 2, 3], []), problem: .isEmpty),
    Self(testDescription: "no width", bytes: IDXFixture.bytes([2, 2, 0], []), problem: .isEmpty),
    Self(
      testDescription: "labels", bytes: IDXFixture.bytes([2], [1, 2]),
      problem: .otherDimensions([2], expected: "images")),
  ]
}

@Suite("Broken idx files") struct IDXErrorTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func read(_ images: String, _ labels: String? = nil) throws -> LabelledImages {
    try LabelledImages(images: images, labels: labels) { false }
  }

  @Test("what is wrong with a file of images", arguments: BrokenIDX.all)
  func broken(file: BrokenIDX) throws {
    let path = try folder.write("images", file.bytes)
    #expect(throws: DataError.unreadable(path: path, file.problem)) { try read(path) }
  }

  @Test("sizes whose product no number holds are too large a file")
  func huge() {
    let bytes: [UInt8] = [0, 0, 8, 4] + Array(repeating: 255, count: 16)
    #expect(throws: DataError.unreadable(path: "images", .tooLarge(limit: 1 << 20))) {
      try IDXReader(bytes, path: "images", sizeLimit: 1 << 20)
    }
  }

  @Test("images and labels that do not belong together")
  func mismatch() throws {
    let images = try folder.write("images", IDXFixture.images(3))
    let labels = try folder.write("labels", IDXFixture.bytes([2], [1, 2]))
    #expect(
      throws: DataError.unequalCounts(
        images: 3, imagesPath: images, labels: 2, labelsPath: labels)
    ) { try read(images, labels) }
    #expect(
      throws: DataError.unreadable(
        path: images, .otherDimensions([3, 2, 3], expected: "labels"))
    ) { try read(images, images) }
    #expect(throws: DataError.unreadable(path: "no labels", .notFound)) {
      try read(images, "no labels")
    }
  }

  @Test("a compressed file that is cut off, at every length")
  func truncated() throws {
    let bytes = IDXFixture.images(3)
    let whole = IDXFixture.compressed(bytes, checkSum: CRC32.sum(bytes))
    for count in 2..<whole.count {
      let path = try folder.write("images.gz", Array(whole[..<count]))
      #expect(throws: DataError.unreadable(path: path, .damagedArchive("it ends too early"))) {
        try read(path)
      }
    }
    let wrong = try folder.write("wrong.gz", IDXFixture.compressed(bytes, checkSum: 1))
    #expect(
      throws: DataError.unreadable(path: wrong, .damagedArchive("the check sum does not match"))
    ) { try read(wrong) }
  }

  @Test("folders without the files, or with unlike ones")
  func folders() throws {
    let place = folder.path
    let reader = try #require(MNISTFolder(path: place))
    #expect(throws: DataError.unreadable(path: place, .noIDXFiles)) {
      try reader.read { false }
    }
    try folder.write("train-images-idx3-ubyte", IDXFixture.images(3))
    let labels = place + "/train-labels-idx1-ubyte"
    #expect(throws: DataError.unreadable(path: labels, .notFound)) { try reader.read { false } }
    try folder.write("train-labels-idx1-ubyte", IDXFixture.bytes([3], [0, 1, 0]))
    try folder.write("t10k-images-idx3-ubyte", IDXFixture.bytes([1, 2, 2], [1, 2, 3, 4]))
    try folder.write("t10k-labels-idx1-ubyte", IDXFixture.bytes([1], [0]))
    #expect(
      throws: DataError.arraySizesDiffer(operation: "idx", left: [1, 2, 3], right: [1, 2, 2])
    ) { try reader.read { false } }
  }

  @Test("an interrupt ends the reading")
  func interrupt() throws {
    let path = try folder.write("images", IDXFixture.images(3))
    #expect(throws: DataError.interrupted) {
      try LabelledImages(images: path, labels: nil) { true }
    }
  }

  @Test("random bytes after a header give images or an error")
  func random() {
    forAll(count: 2000) { source in
      let bytes = source.list(0...40) {
        $0.element(of: [0, 0, 0, 1, 2, 3, 8, 0x0D, 255] as [UInt8])
      }
      do {
        let file = try IDXReader([0, 0] + bytes, path: "file")
        try #require(file.numbers(as: Float.self).count == file.sizes.reduce(1, *))
      } catch is DataError {}
    }
  }
}
