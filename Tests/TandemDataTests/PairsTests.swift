import TandemCatalog
import TestSupport
import Testing

@testable import TandemData

@Suite("Pairs of images") struct PairsTests {
  /// `count` images of 2 × 2 pixels, all of them the row's number plus 1, with two more columns.
  private func images(_ count: Int) -> Dataset {
    Dataset(
      Table(
        [
          ("pixels", .arrays(values: (0..<count * 4).map { Float($0 / 4 + 1) }, sizes: [1, 2, 2])),
          ("label", .numbers((0..<count).map { Double($0 % 3) })),
          ("row", .numbers((0..<count).map(Double.init))),
        ], rowCount: count, source: "images \(count)"),
      inputNames: ["pixels"], sourceText: "images")
  }

  @Test("the larger pixel where images overlap, 0 where none is")
  func overlay() throws {
    let pairs = try images(40).pairs(count: 30, shift: 1, seed: 3)
    #expect(pairs.columnNames == ["pixels", "left_label", "right_label", "left_row", "right_row"])
    #expect(pairs.inputNames == ["pixels"])
    #expect(try pairs["pixels"].type == .arrays([1, 3, 3]))
    let pixels = try pairs["pixels"].cells
    let (left, right) = (try pairs["left_row"].cells, try pairs["right_row"].cells)
    for pair in 0..<30 {
      let (a, b) = (try #require(left[pair]) + 1, try #require(right[pair]) + 1)
      #expect(pixels[pair * 9..<pair * 9 + 9] == [a, a, 0, a, max(a, b), b, 0, b, b])
      #expect(try pairs["left_label"].cells[pair] == (a - 1).truncatingRemainder(dividingBy: 3))
      #expect(try pairs["right_label"].cells[pair] == (b - 1).truncatingRemainder(dividingBy: 3))
    }
  }

  /// A pair of two images, the left one being the first.
  private static var onePair: ImagePairs {
    get throws {
      let both = Split(train: [0, 1], validation: [], test: [])
      let drawn = try (0..<20).map { try ImagePairs(of: both, count: 1, seed: $0) }
      return try #require(drawn.first { $0.left == [0] })
    }
  }

  @Test("channels stay apart, and an empty pixel is ground")
  func channels() throws {
    let pairs = try Self.onePair.overlay(
      [1, .nan, 5, 2, 3, 4, -1, 9], sizes: [2, 1, 2], shift: 0)
    #expect(pairs == [3, 4, 5, 9])
    let shifted = try Self.onePair.overlay(
      [1, .nan, 5, 2, 3, 4, -1, 9], sizes: [2, 1, 2], shift: 1)
    #expect(shifted == [1, 0, 0, 0, 3, 4, 5, 2, 0, 0, 0, 9])
  }

  @Test("no image is in two parts, and none is paired with itself", arguments: [0, 1, 7])
  func parts(seed: Int) throws {
    let data = try images(50).split(train: 0.5, validation: 0.3, test: 0.2, seed: seed)
    let split = try #require(data.split)
    let pairs = try data.pairs(count: 200, seed: seed)
    let own = try #require(pairs.split)
    #expect(pairs.rowCount == 200)
    #expect([own.train.count, own.validation.count, own.test.count] == [100, 60, 40])
    #expect((own.train + own.validation + own.test).sorted() == Array(0..<200))
    let (left, right) = (try pairs["left_row"].cells, try pairs["right_row"].cells)
    for (rows, images) in [
      (own.train, split.train), (own.validation, split.validation), (own.test, split.test),
    ] {
      let allowed = Set(images.map { Double($0) })
      for row in rows {
        #expect(left[row] != right[row])
        #expect(left[row].map(allowed.contains) == true && right[row].map(allowed.contains) == true)
      }
      // 100 pairs of 25 images and so on: each is four times the left one.
      let uses = Dictionary(grouping: rows) { left[$0] }
      #expect(uses.values.allSatisfy { $0.count == 4 })
    }
    // The first rows are of every part.
    #expect([own.train, own.validation, own.test].allSatisfy { $0[0] < 40 })
  }

  @Test("the partner is drawn evenly from all other images")
  func partners() throws {
    let pairs = try ImagePairs(
      of: Split(train: [0, 1, 2, 3, 4], validation: [], test: []), count: 20_000, seed: 5)
    for image in 0..<5 {
      #expect(pairs.left.count { $0 == image } == 4000)
      // 4,000 expected, with a standard deviation of about 55.
      #expect((3800...4200).contains(pairs.right.count { $0 == image }))
    }
  }

  @Test("the same seed gives the same pairs, another others")
  func determinism() throws {
    let data = images(40)
    let pairs = try data.pairs(seed: 1)
    #expect(pairs.rowCount == 40)
    #expect(pairs.split?.train.count == 28)
    #expect(pairs.hasSameRows(as: try data.pairs(seed: 1)))
    #expect(try pairs["pixels"].cells == data.pairs(seed: 1)["pixels"].cells)
    #expect(!pairs.hasSameRows(as: try data.pairs(seed: 2)))
    #expect(!pairs.hasSameRows(as: try data.pairs(shift: 1, seed: 1)))
    #expect(!pairs.hasSameRows(as: try data.take(39).pairs(count: 40, seed: 1)))
    // Pinned, so that a change of the drawing cannot go unseen: notebooks have numbers from it.
    let four = try data.pairs(count: 4)
    #expect(try four["left_row"].cells == [17, 14, 21, 6])
    #expect(try four["right_row"].cells == [38, 35, 22, 39])
  }

  @Test("a small count still gives every part a pair")
  func smallCount() throws {
    let split = try #require(try images(20).pairs(count: 2).split)
    #expect([split.train.count, split.validation.count, split.test.count] == [1, 1, 1])
  }

  @Test("pairs cannot be split anew, nor can what was made of them")
  func splitting() throws {
    let pairs = try images(40).pairs()
    for data in [pairs, pairs.take(20), try pairs.select([pairs["left_label"]])] {
      #expect(throws: DataError.rowsShareImages(operation: "split")) { try data.split() }
    }
    // Pairs of pairs are of images again.
    #expect(try pairs.pairs(shift: 0).columnNames.contains("right_left_row"))
  }

  @Test("what cannot be paired")
  func errors() throws {
    let data = images(40)
    #expect(throws: DataError.noSingleImageColumn(operation: "pairs", images: [])) {
      try Fixture.rows(5).pairs()
    }
    let twice = try Column.apply(.multiply, .column(data["pixels"]), .number(2))
    let doubled = try data.with([("twice", twice)])
    #expect(
      throws: DataError.noSingleImageColumn(operation: "pairs", images: ["pixels", "twice"])
    ) { try doubled.pairs() }
    #expect(throws: DataError.tooFewImages(part: "validation", count: 1)) {
      try images(6).pairs()
    }
    #expect(throws: DataError.inputsTooLarge(rowCount: 1 << 50, rowSize: 100)) {
      try data.pairs(count: 1 << 50)
    }
    let clash = Dataset(
      Table(
        [
          ("left_a", .arrays(values: Array(repeating: 1, count: 20), sizes: [1, 1, 1])),
          ("a", .numbers(Array(repeating: 1, count: 20))),
        ], rowCount: 20), sourceText: "clash")
    #expect(throws: DataError.repeatedColumn("left_a")) { try clash.pairs() }
  }
}
