import TandemTensors

extension Dataset {
  /// The rows of these numbers, in this order; a split goes with its rows.
  ///
  /// - Parameter rows: Numbers from 0, each below `rowCount`.
  /// - Returns: The data of these rows.
  /// - Throws: `DataError.rowOutOfRange`.
  public func rows(_ rows: [Int]) throws -> Self {
    if let row = rows.first(where: { $0 < 0 || $0 >= rowCount }) {
      throw DataError.rowOutOfRange(row: row, rowCount: rowCount)
    }
    return keeping(rows)
  }

  /// The row of this number, as data of one row.
  public subscript(row: Int) -> Self {
    get throws { try rows([row]) }
  }

  /// The rows of these numbers, both ends in.
  public subscript(range: ClosedRange<Int>) -> Self {
    get throws {
      for row in [range.lowerBound, range.upperBound] where row < 0 || row >= rowCount {
        throw DataError.rowOutOfRange(row: row, rowCount: rowCount)
      }
      return keeping(Array(range))
    }
  }

  /// The rows for which a condition is true; where it is empty the row goes.
  /// - Parameter condition: A column of truth values of these rows.
  /// - Returns: The data of the rows that are left; a split keeps to them.
  /// - Throws: `DataError` where the column does not suit, or no row is left.
  public func `where`(_ condition: Column) throws -> Self {
    try requireSameRows(condition)
    guard case .truths(let values) = condition.values else {
      throw DataError.unsuitableColumn(
        operation: "where", column: condition.label, type: condition.type,
        expected: "truth values, such as a comparison gives")
    }
    let rows = values.indices.filter { values[$0] == 1 }
    if rows.isEmpty { throw DataError.noRows(operation: "where(\(condition.label))") }
    return keeping(rows)
  }

  /// The first rows, or all where there are fewer.
  /// - Parameter count: How many, at least one.
  /// - Returns: The data of these rows; a split keeps to them.
  public func take(_ count: Int) -> Self {
    keeping(Array(0..<min(max(count, 0), rowCount)))
  }

  /// The rows in random order; a row stays in its part of the split.
  /// - Parameter seed: What the order is drawn from.
  /// - Returns: The data of the same rows.
  public func shuffle(seed: Int = 0) -> Self {
    var generator = Generator(seed: UInt64(bitPattern: Int64(seed)), stream: "shuffle")
    return keeping(Array(0..<rowCount).shuffledPortably(using: &generator))
  }

  private func keeping(_ rows: [Int]) -> Self {
    Self(
      table.keeping(rows), split: split?.keeping(rows, of: rowCount), inputNames: inputNames,
      standardizesInputs: standardizesInputs, sourceText: sourceText)
  }
}
