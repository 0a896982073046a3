import TandemData

/// Small data that the tests share.
enum Fixture {
  /// Six houses: `price` has an empty cell, `area` a zero, `kind` an empty cell.
  static let houses = Dataset(
    Table(
      [
        ("price", .numbers([100, 250, .nan, 400, 80, 250])),
        ("area", .numbers([50, 100, 70, 0, 40, 125])),
        ("has garden", .truths([1, 0, 1, .nan, 0, 1])),
        ("kind", .categories(codes: [0, 1, 2, 1, -1, 0], levels: ["barn", "flat", "house"])),
        ("plan", .arrays(values: (0..<24).map(Float.init), sizes: [1, 2, 2])),
      ], rowCount: 6),
    sourceText: "houses")

  /// Data of `count` rows with a row number, a class of three unlike sizes, and a number.
  static func rows(_ count: Int) -> Dataset {
    let codes = (0..<count).map { $0 % 10 < 6 ? 0 : $0 % 10 < 9 ? 1 : 2 }
    return Dataset(
      Table(
        [
          ("row", .numbers((0..<count).map(Double.init))),
          ("class", .categories(codes: codes, levels: ["a", "b", "c"])),
        ], rowCount: count),
      sourceText: "rows")
  }
}

extension Dataset {
  /// A column that the test knows to be there.
  subscript(name: String) -> Column {
    get throws { try requireColumn(name) }
  }
}

extension Column {
  /// The numbers or truths, empty cells as `nil`.
  var cells: [Double?] {
    switch values {
    case .numbers(let values), .truths(let values): values.map { $0.isNaN ? nil : $0 }
    case .categories(let codes, _): codes.map { $0 < 0 ? nil : Double($0) }
    case .arrays(let values, _): values.map { $0.isNaN ? nil : Double($0) }
    }
  }

  /// A figure of numbers.
  func number(_ figure: ColumnFigure) throws -> Double? {
    if case .number(let number) = try self.figure(figure) { number } else { nil }
  }

  /// A figure of each row's array.
  func rows(_ figure: ColumnFigure) throws -> Column? {
    if case .column(let figures) = try self.figure(figure) { figures } else { nil }
  }
}
