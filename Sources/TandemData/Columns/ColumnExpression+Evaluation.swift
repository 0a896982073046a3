extension ColumnExpression {
  /// The column that the expression describes, of some data.
  /// - Parameter data: Data with the columns that are named.
  /// - Returns: A column of `data`'s rows.
  /// - Throws: `DataError.unknownColumn`, or what else the arithmetic finds.
  public func evaluated(on data: Dataset) throws -> Column {
    switch self {
    case .column(let name, let source):
      if let column = data.column(name) { return column }
      guard let source else { throw DataError.unknownColumn(name, known: data.columnNames) }
      let made = try source.evaluated(on: data)
      return Column(self, made.values, of: data)
    case .number, .truth, .text: throw DataError.noColumns(operation: label)
    case .negation(let operand): return try operand.evaluated(on: data).negated()
    case .complement(let operand): return try operand.evaluated(on: data).inverted()
    case .binary(let symbol, let left, let right):
      return try Column.apply(symbol, left.operand(on: data), right.operand(on: data))
    case .membership(let element, let list):
      return try element.evaluated(on: data).isIn(list.map { try $0.operand(on: data) })
    case .function(let function, let operands):
      return try Column.apply(function, operands.map { try $0.operand(on: data) })
    case .rounding(let operand, let digits):
      return try operand.evaluated(on: data).rounded(digits: digits)
    case .figure(let figure, let operand):
      let column = try operand.evaluated(on: data)
      guard case .column(let figures) = try column.figure(figure) else {
        // Rows of arrays are rows of plain numbers in this data: one figure would stand for all.
        throw DataError.unsuitableColumn(
          operation: ".\(figure.rawValue)", column: column.label, type: column.type,
          expected: "arrays")
      }
      return figures
    }
  }

  private func operand(on data: Dataset) throws -> ColumnOperand {
    switch self {
    case .number(let number): .number(number)
    case .truth(let truth): .truth(truth)
    case .text(let text): .text(text)
    default: .column(try evaluated(on: data))
    }
  }
}
