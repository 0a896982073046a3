import TandemCatalog
import TestSupport
import Testing

@testable import TandemData

@Suite("idx files") struct IDXTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func idx(_ path: String, labels: String? = nil, classes: [String]? = nil) throws
    -> Dataset
  {
    let entry = try #require(Datasets.all().first { $0.descriptor.name == "idx" })
    var written = [WrittenArgument(.text(path))]
    if let labels { written.append(.init(label: "labels", .text(labels))) }
    if let classes {
      written.append(.init(label: "classes", .list(classes.map(Value.text))))
    }
    guard case .object(let object) = try entry.make(entry.descriptor.bind(written)) else {
      throw DataError.noColumns(operation: "idx")
    }
    return try #require(object as? Dataset)
  }

  @Test("images and labels become the columns 'pixels' and 'label'")
  func pair() throws {
    let images = try folder.write("images", IDXFixture.images(3))
    let labels = try folder.write("labels", IDXFixture.bytes([3], [7, 0, 255]))
    let data = try idx(images, labels: labels)
    #expect(data.columnNames == ["pixels", "label"])
    #expect(data.inputNames == ["pixels"] && data.split == nil)
    #expect(try data["pixels"].type == .arrays([1, 2, 3]))
    #expect(try data["pixels"].cells[6..<12] == [10, 11, 12, 13, 14, 15])
    #expect(try data["label"].cells == [7, 0, 255])
    #expect(data.sourceText == "idx(\"\(images)\", labels: \"\(labels)\")")
    #expect(try idx(images).columnNames == ["pixels"])
    // A file that is read twice has the same rows.
    #expect(data.hasSameRows(as: try idx(images, labels: labels)))
    #expect(!data.hasSameRows(as: try idx(images)))
  }

  @Test("the folder's four files, compressed or not, make a split")
  func wholeFolder() throws {
    let test = IDXFixture.images(2, from: 12)
    try folder.write("train-images-idx3-ubyte", IDXFixture.images(12))
    try folder.write("train-labels.idx1-ubyte", IDXFixture.bytes([12], (0..<12).map { $0 % 3 }))
    try folder.write(
      "t10k-images-idx3-ubyte.gz", IDXFixture.compressed(test, checkSum: CRC32.sum(test)))
    try folder.write("t10k-labels-idx1-ubyte", IDXFixture.bytes([2], [2, 0]))
    let data = try idx(folder.path + "/", classes: ["cat", "dog", "eel"])
    #expect(data.rowCount == 14)
    let split = try #require(data.split)
    #expect(split.test == [12, 13])
    #expect(split.train.count == 10 && split.validation.count == 2)
    #expect((split.train + split.validation).sorted() == Array(0..<12))
    #expect(try data["label"].type == .categories)
    #expect(try data["label"].cellText(13) == "cat")
    #expect(try data["pixels"].cells.suffix(6) == [130, 131, 132, 133, 134, 135])
  }

  @Test("a folder with one part has no split")
  func halfFolder() throws {
    try folder.write("t10k-images-idx3-ubyte", IDXFixture.images(2))
    try folder.write("t10k-labels-idx1-ubyte", IDXFixture.bytes([2], [1, 1]))
    let data = try idx(folder.path)
    #expect(data.rowCount == 2 && data.split == nil)
  }

  @Test(
    "numbers of every type",
    arguments: [
      (0x08, [255, 1], [255, 1]), (0x09, [255, 127], [-1, 127]),
      (0x0B, [0xFF, 0xFE, 1, 0], [-2, 256]),
      (0x0C, [0xFF, 0xFF, 0xFF, 0xFF, 0, 1, 0, 0], [-1, 65_536]),
      (0x0D, [0x3F, 0xC0, 0, 0, 0x7F, 0x80, 0, 0], [1.5, nil]),
      (0x0E, [0xC0, 4, 0, 0, 0, 0, 0, 0, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0], [-2.5, nil]),
    ] as [(UInt8, [UInt8], [Double?])])
  func types(type: UInt8, bytes: [UInt8], expected: [Double?]) throws {
    let file = try IDXReader(IDXFixture.bytes([2], bytes, type: type), path: "file")
    #expect(file.numbers(as: Double.self).map { $0.isNaN ? nil : $0 } == expected)
    #expect(file.numbers(as: Float.self).map { $0.isNaN ? nil : Double($0) } == expected)
  }

  @Test("channels and vectors keep their dimensions")
  func dimensions() throws {
    let color = try folder.write("color", IDXFixture.bytes([1, 3, 1, 2], [1, 2, 3, 4, 5, 6]))
    #expect(try idx(color)["pixels"].type == .arrays([3, 1, 2]))
    let vectors = try folder.write("vectors", IDXFixture.bytes([2, 2], [1, 2, 3, 4]))
    #expect(try idx(vectors)["pixels"].type == .arrays([2]))
  }

  @Test("names that no label has are no levels; labels without a name are an error")
  func classes() throws {
    let images = try folder.write("images", IDXFixture.images(2))
    let labels = try folder.write("labels", IDXFixture.bytes([2], [2, 0]))
    guard
      case .categories(let codes, let levels) = try idx(
        images, labels: labels, classes: ["a", "b", "c"])["label"].values
    else { throw DataError.noColumns(operation: "idx") }
    #expect(codes == [1, 0] && levels == ["a", "c"])
    #expect(throws: DataError.unnamedClass(label: 2, classCount: 2)) {
      try idx(images, labels: labels, classes: ["a", "b"])
    }
    #expect(
      throws: DataError.unsuitableSetting(
        name: "classes", value: "a", expected: "a list of names, none of them twice")
    ) { try idx(images, labels: labels, classes: ["a", "b", "a"]) }
  }

  @Test("the garments of Debian's package", .enabled(if: TestFolders.exists(Datasets.fashionPath)))
  func fashion() throws {
    let entry = try #require(Datasets.all().first { $0.descriptor.name == "fashion_mnist" })
    guard case .object(let object) = try entry.make(entry.descriptor.bind([])) else { return }
    let data = try #require(object as? Dataset)
    #expect(data.rowCount == 70_000 && data.sourceText == "fashion_mnist()")
    let split = try #require(data.split)
    #expect([split.train.count, split.validation.count] == [50_000, 10_000])
    #expect(split.test == Array(60_000..<70_000))
    // The paper: 7,000 of each kind. Its first training image is an ankle boot, its first test image too.
    #expect(try data["label"].summary.levels.map(\.count) == Array(repeating: 7000, count: 10))
    #expect(try data["label"].cellText(0) == "boot")
    #expect(try data["label"].cellText(60_000) == "boot")
    #expect(try data["pixels"].summary.figures?.max == 255)
  }

  @Test("the digits of MNIST's test part", .needsShared("data/mnist_t10k"))
  func digits() throws {
    let data = try idx(TestFolders.shared("data/mnist_t10k"))
    #expect(data.rowCount == 10_000 && data.split == nil)
    #expect(try data["label"].cells.prefix(8) == [7, 2, 1, 0, 4, 1, 4, 9])
    let mean = try #require(try data["pixels"].summary.figures?.mean)
    #expect(abs(mean / 255 - 0.1325) < 1e-4)
  }
}
