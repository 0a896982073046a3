import FoundationEssentials
import Glibc
import TandemData
import TestSupport
import Testing

@Suite struct InputEncoderTests {
  /// Two values are the same to Float's precision.
  private func expect(_ coded: [Float], _ expected: [Double]) {
    #expect(coded.count == expected.count)
    for (value, wanted) in zip(coded, expected) { #expect(abs(Double(value) - wanted) < 1e-6) }
  }

  @Test("numbers are standardised with the training rows' figures, an empty cell is their mean")
  func numbers() throws {
    let data = Dataset(
      Table([("x", .numbers([1, 3, .nan, 100, 5]))], rowCount: 5), sourceText: "data")
    let encoder = try InputEncoder(fitting: [data["x"]], rows: [0, 1, 2], standardizing: true)
    #expect(encoder.rowShape == [1])
    expect(try encoder.encode(data), [-1, 1, 0, 98, 3])
    expect(try encoder.encode(data, rows: [4, 0]), [3, -1])
    let plain = try InputEncoder(fitting: [data["x"]], rows: [0, 1, 2], standardizing: false)
    expect(try plain.encode(data), [1, 3, 2, 100, 5])
  }

  @Test("what is constant in training is 0, and so is what training never saw")
  func constants() throws {
    let data = Dataset(
      Table(
        [("c", .numbers([0.1, 0.1, 0.1, 7])), ("empty", .numbers([.nan, .nan, .nan, 5]))],
        rowCount: 4),
      sourceText: "data")
    let encoder = try InputEncoder(
      fitting: [data["c"], data["empty"]], rows: [0, 1, 2], standardizing: true)
    expect(try encoder.encode(data), Array(repeating: 0, count: 8))
  }

  @Test("categories are one-hot over the training rows' levels; others and empty cells all zeros")
  func categories() throws {
    let data = Dataset(
      Table(
        [("k", .categories(codes: [2, 0, 2, 1, -1], levels: ["a", "b", "c"]))], rowCount: 5),
      sourceText: "data")
    let encoder = try InputEncoder(fitting: [data["k"]], rows: [0, 1, 2], standardizing: true)
    #expect(encoder.rowShape == [2])
    expect(try encoder.encode(data), [0, 1, 1, 0, 0, 1, 0, 0, 0, 0])
    // Other data numbers its levels in its own way.
    let other = Dataset(
      Table([("k", .categories(codes: [0, 1, 2], levels: ["0", "c", "z"]))], rowCount: 3),
      sourceText: "other")
    expect(try encoder.encode(other), [0, 0, 0, 1, 0, 0])
  }

  @Test(
    "categories of the same name in several data sets have one place, whatever each has of them")
  func together() throws {
    func clinic(_ codes: [Int], _ levels: [String]) -> Dataset {
      Dataset(
        Table(
          [("age", .numbers([1, 3, 5])), ("pain", .categories(codes: codes, levels: levels))],
          rowCount: 3), sourceText: "clinic")
    }
    let here = clinic([0, 1, 1], ["dull", "none"])
    let there = clinic([1, 1, 0], ["dull", "sharp"])
    let encoders = try InputEncoder.together([
      .init([here["age"], here["pain"]], rows: [0, 1]),
      .init([there["age"], there["pain"]], rows: [0, 1]),
      .init([there["pain"]], rows: [0, 1]),
    ])
    // "dull" of there is no training row's, but here's is: the places are dull, none, sharp.
    expect(try encoders[0].encode(here), [-1, 1, 0, 0, 1, 0, 1, 0, 3, 0, 1, 0])
    expect(try encoders[1].encode(there), [-1, 0, 0, 1, 1, 0, 0, 1, 3, 1, 0, 0])
    // Other columns are another network's inputs.
    #expect(encoders[2].rowShape == [1])
    #expect(
      try InputEncoder.together([.init([here["pain"]], rows: [0, 1])])
        == [InputEncoder(fitting: [here["pain"]], rows: [0, 1])])
  }

  @Test("one image column keeps its shape and is standardised channel by channel")
  func image() throws {
    // Two channels of two pixels.
    let data = Dataset(
      Table(
        [("i", .arrays(values: [1, 3, 10, 10, 1, 3, 10, 10, 9, 2, 4, 10], sizes: [2, 1, 2]))],
        rowCount: 3),
      sourceText: "data")
    let encoder = try InputEncoder(fitting: [data["i"]], rows: [0, 1], standardizing: true)
    #expect(encoder.rowShape == [2, 1, 2])
    expect(try encoder.encode(data, rows: [0, 2]), [-1, 1, 0, 0, 7, 0, 0, 0])
  }

  @Test("a vector column is standardised element by element")
  func vector() throws {
    let data = Dataset(
      Table([("v", .arrays(values: [0, 5, 2, 5, 1, 9], sizes: [2]))], rowCount: 3),
      sourceText: "data")
    let encoder = try InputEncoder(fitting: [data["v"]], rows: [0, 1], standardizing: true)
    #expect(encoder.rowShape == [2])
    expect(try encoder.encode(data), [-1, 0, 1, 0, 0, 0])
  }

  @Test("several columns are flattened and joined in their order")
  func joined() throws {
    let houses = Fixture.houses
    let logArea = try Column.apply(.log, [.column(houses["area"])])
    let encoder = try InputEncoder(
      fitting: [houses["has garden"], houses["kind"], houses["plan"], logArea],
      rows: [0, 1, 2, 3, 4, 5], standardizing: false)
    #expect(encoder.columnNames == ["has garden", "kind", "plan", "log(area)"])
    #expect(encoder.rowShape == [9])
    #expect(encoder.rowSize == 9)
    let coded = try encoder.encode(houses, rows: [3, 0])
    let meanLog = [50.0, 100, 70, 40, 125].reduce(0.0) { $0 + Glibc.log($1) } / 5
    expect(coded, [0.6, 0, 1, 0, 12, 13, 14, 15, meanLog, 1, 1, 0, 0, 0, 1, 2, 3, Glibc.log(50.0)])
  }

  @Test("inputs that are not as in training are errors")
  func errors() throws {
    let houses = Fixture.houses
    let encoder = try InputEncoder(
      fitting: [houses["price"], houses["plan"]], rows: [0, 1], standardizing: true)
    #expect(throws: DataError.missingInput(column: "plan")) {
      try encoder.encode(houses.select([houses["price"]]))
    }
    let other = Dataset(
      Table(
        [("price", .numbers([1])), ("plan", .arrays(values: [1, 2], sizes: [2]))], rowCount: 1),
      sourceText: "other")
    #expect(
      throws: DataError.inputDiffers(
        column: "plan", expected: "arrays [1, 2, 2]", actual: "arrays [2]")
    ) { try encoder.encode(other) }
    #expect(throws: DataError.rowOutOfRange(row: 6, rowCount: 6)) {
      try encoder.encode(houses, rows: [6])
    }
    #expect(throws: DataError.noTrainingRows) {
      try InputEncoder(fitting: [houses["price"]], rows: [], standardizing: true)
    }
    #expect(throws: DataError.noColumns(operation: "inputs")) {
      try InputEncoder(fitting: [], rows: [0], standardizing: true)
    }
    let names = Dataset(
      Table(
        [("name", .categories(codes: Array(0..<3000), levels: (0..<3000).map { "n\($0)" }))],
        rowCount: 3000),
      sourceText: "people")
    #expect(throws: DataError.tooManyLevels(column: "name", count: 3000, limit: 2000)) {
      try InputEncoder(fitting: [names["name"]], rows: Array(0..<3000), standardizing: true)
    }
  }

  @Test("standardised training rows have mean 0 and deviation 1, and survive being saved")
  func figures() {
    forAll(count: 50) { source in
      let count = source.whole(2...80)
      let scale = source.number(1e-6...1e6)
      let shift = source.number(-1e6...1e6)
      let values = source.list(count...count) { $0.number(-1...1) * scale + shift }
      let data = Dataset(Table([("x", .numbers(values))], rowCount: count), sourceText: "data")
      let encoder = try InputEncoder(
        fitting: [data["x"]], rows: Array(0..<count), standardizing: true)
      let coded = try encoder.encode(data).map(Double.init)
      let mean = coded.reduce(0, +) / Double(count)
      let square = coded.reduce(0) { $0 + $1 * $1 } / Double(count)
      try #require(abs(mean) < 1e-4 && abs(square - 1) < 1e-4)
      let saved = try JSONEncoder().encode(encoder)
      let loaded = try JSONDecoder().decode(InputEncoder.self, from: saved)
      try #require(loaded == encoder)
      try #require(try loaded.encode(data) == encoder.encode(data))
    }
  }
}
