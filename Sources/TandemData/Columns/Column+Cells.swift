public import TandemCatalog

extension Column {
  /// The cell of a row as a value: a number, a truth, text, the list of an array's elements (flat,
  /// row-major), or `none` where it is empty.
  /// - Parameter row: The row's number, from 0.
  /// - Returns: The cell.
  /// - Throws: `DataError.rowOutOfRange`.
  public func value(at row: Int) throws -> Value {
    guard row >= 0, row < count else {
      throw DataError.rowOutOfRange(row: row, rowCount: count)
    }
    switch values {
    case .numbers(let values): return values[row].isNaN ? .none : .number(values[row])
    case .truths(let values): return values[row].isNaN ? .none : .truth(values[row] == 1)
    case .categories(let codes, let levels):
      return codes[row] < 0 ? .none : .text(levels[codes[row]])
    case .arrays(let values, let sizes):
      let size = sizes.reduce(1, *)
      let elements = values[row * size..<(row + 1) * size]
      return .list(elements.map { $0.isNaN ? .none : .number(Double($0)) })
    }
  }

  /// The cell of a row as text for a table, `nil` where it is empty; an array is named by its sizes.
  ///
  /// The row exists.
  public func cellText(_ row: Int) -> String? {
    switch values {
    case .numbers(let values): values[row].isNaN ? nil : values[row].sourceText
    case .truths(let values): values[row].isNaN ? nil : values[row] == 1 ? "true" : "false"
    case .categories(let codes, let levels): codes[row] < 0 ? nil : levels[codes[row]]
    case .arrays(_, let sizes): "[" + sizes.map(String.init).joined(separator: ", ") + "]"
    }
  }
}
