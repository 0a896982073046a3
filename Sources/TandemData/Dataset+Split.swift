extension Dataset {
  /// The split that was asked for, or else rows shuffled with seed 0 into 0.7, 0.15 and 0.15.
  ///
  /// - Throws: `DataError.emptyPart` for data of fewer than three rows.
  public var effectiveSplit: Split {
    get throws {
      if let split { return split }
      let plan = try SplitPlan(train: 0.7, validation: 0.15, test: 0.15, seed: 0)
      return try plan.deal([Array(0..<rowCount)], rowCount: rowCount)
    }
  }

  /// The same rows, split anew.
  /// - Parameters:
  ///   - train: The share of the training rows; a part whose share is above 0 has at least one row.
  ///   - validation: The share of the validation rows.
  ///   - test: The share of the test rows; what the three leave over is in no part.
  ///   - seed: What the shuffling draws from.
  ///   - stratum: A column whose values shall be as frequent in every part as in all rows.
  /// - Returns: The data with the split.
  /// - Throws: `DataError` where shares add up to more than 1, a part is left without a row, the column is
  ///   of other rows or holds arrays, or rows share images.
  public func split(
    train: Double = 0.7, validation: Double = 0.15, test: Double = 0.15, seed: Int = 0,
    stratify stratum: Column? = nil
  ) throws -> Self {
    if table.sharesImages { throw DataError.rowsShareImages(operation: "split") }
    let plan = try SplitPlan(train: train, validation: validation, test: test, seed: seed)
    let strata = try stratum.map { try self.strata(of: $0) } ?? [Array(0..<rowCount)]
    var data = self
    data.split = try plan.deal(strata, rowCount: rowCount)
    return data
  }

  /// The rows by the column's values, empty cells first.
  ///
  /// A number that hardly any two rows share (fewer than five on average) is cut into ten bands of
  /// equally many rows, or nothing would be left to chance.
  private func strata(of column: Column) throws -> [[Int]] {
    try requireSameRows(column)
    switch column.values {
    case .categories(let codes, let levels):
      var strata = Array(repeating: [Int](), count: levels.count + 1)
      for (row, code) in codes.enumerated() { strata[code + 1].append(row) }
      return strata.filter { !$0.isEmpty }
    case .numbers(let values), .truths(let values):
      let empty = values.indices.filter { values[$0].isNaN }
      let order = values.indices.filter { !values[$0].isNaN }.sorted {
        values[$0] == values[$1] ? $0 < $1 : values[$0] < values[$1]
      }
      var strata: [[Int]] = []
      for row in order {
        if let last = strata.last?.last, values[last] == values[row] {
          strata[strata.count - 1].append(row)
        } else {
          strata.append([row])
        }
      }
      if strata.count * 5 > order.count {
        let cuts = (0...10).map { order.count * $0 / 10 }
        strata = zip(cuts, cuts.dropFirst()).map { Array(order[$0..<$1]) }
      }
      return ([empty] + strata).filter { !$0.isEmpty }
    case .arrays:
      throw DataError.unsuitableColumn(
        operation: "split", column: column.label, type: column.type,
        expected: "categories or numbers")
    }
  }

  /// Whether two values hold the same rows in the same order, as `digits` and `digits.with(…)` do.
  public func hasSameRows(as other: Self) -> Bool {
    table === other.table || table.identity == other.table.identity
  }

  /// Makes sure that a column's rows are this data's rows.
  func requireSameRows(_ column: Column) throws {
    guard hasSameRows(as: column.dataset) else {
      throw DataError.foreignColumn(column.sourceText, data: sourceText)
    }
  }
}
