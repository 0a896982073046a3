/// What an operation works on: values of a column, or a constant.
enum Cells {
  case column(ColumnValues)
  case number(Double)
  case truth(Bool)
  case text(String)

  /// The cells as numbers row by row, truths as 0 and 1; `nil` for texts and arrays.
  var numbers: RowNumbers? {
    switch self {
    case .column(.numbers(let values)), .column(.truths(let values)): .rows(values)
    case .number(let number): .constant(number)
    case .truth(let truth): .constant(truth ? 1 : 0)
    default: nil
    }
  }

  /// The cells as truths, 0 and 1; `nil` for all else.
  var truths: RowNumbers? {
    switch self {
    case .column(.truths(let values)): .rows(values)
    case .truth(let truth): .constant(truth ? 1 : 0)
    default: nil
    }
  }

  var isTextual: Bool {
    switch self {
    case .text, .column(.categories): true
    default: false
    }
  }

  /// The type in words, for messages.
  var phrase: String {
    switch self {
    case .column(let values): "a column of \(values.type.phrase)"
    case .number: "a number"
    case .truth: "a truth value"
    case .text: "text"
    }
  }

  /// The cells as codes and levels; a text is a single level.
  func words() -> (code: (Int) -> Int, levels: [String]) {
    switch self {
    case .column(.categories(let codes, let levels)): ({ codes[$0] }, levels)
    case .text(let text): ({ _ in 0 }, [text])
    default: ({ _ in -1 }, [])
    }
  }

  /// Combines numbers with numbers row by row, and arrays element by element with arrays of their
  /// sizes or with one number a row.
  /// - Parameters:
  ///   - other: The right operand.
  ///   - count: How many rows there are.
  ///   - name: The operation, for the error.
  ///   - operation: The result for two numbers, NaN where one is NaN.
  /// - Returns: Numbers or arrays; `nil` where an operand is text.
  /// - Throws: `DataError.arraySizesDiffer`.
  func combined(
    with other: Self, count: Int, as name: String, by operation: (Double, Double) -> Double
  ) throws -> ColumnValues? {
    if let a = numbers, let b = other.numbers {
      return .numbers(a.combined(with: b, count: count, by: operation))
    }
    switch (self, other) {
    case (.column(.arrays(let a, let sizes)), .column(.arrays(let b, let others))):
      guard sizes == others else {
        throw DataError.arraySizesDiffer(operation: name, left: sizes, right: others)
      }
      let values = a.indices.map { Float(operation(Double(a[$0]), Double(b[$0]))) }
      return .arrays(values: values, sizes: sizes)
    case (.column(.arrays(let a, let sizes)), _):
      guard let b = other.numbers else { return nil }
      let size = max(sizes.reduce(1, *), 1)
      return .arrays(
        values: a.indices.map { Float(operation(Double(a[$0]), b[$0 / size])) }, sizes: sizes)
    case (_, .column(.arrays(let b, let sizes))):
      guard let a = numbers else { return nil }
      let size = max(sizes.reduce(1, *), 1)
      return .arrays(
        values: b.indices.map { Float(operation(a[$0 / size], Double(b[$0]))) }, sizes: sizes)
    default: return nil
    }
  }
}

/// One number a row, or one for all rows.
enum RowNumbers {
  case rows([Double])
  case constant(Double)

  /// Combines two operands row by row.
  func combined(
    with other: Self, count: Int, by operation: (Double, Double) -> Double
  ) -> [Double] {
    switch (self, other) {
    case (.rows(let a), .rows(let b)): a.indices.map { operation(a[$0], b[$0]) }
    case (.rows(let a), .constant(let b)): a.map { operation($0, b) }
    case (.constant(let a), .rows(let b)): b.map { operation(a, $0) }
    case (.constant(let a), .constant(let b)): Array(repeating: operation(a, b), count: count)
    }
  }

  subscript(row: Int) -> Double {
    switch self {
    case .rows(let values): values[row]
    case .constant(let value): value
    }
  }
}
