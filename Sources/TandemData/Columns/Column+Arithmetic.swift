extension Column {
  /// A binary operation, row by row.
  ///
  /// Numbers and truths (as 0 and 1) take arithmetic and comparison; categories `==` and `!=` with
  /// text or categories; truths `and`, `or`; arrays combine element by element with arrays of their
  /// sizes, and with one number a row. An empty cell makes an empty cell, and so does what has no
  /// finite result, such as a division by zero.
  /// - Parameters:
  ///   - operation: The operator.
  ///   - left: The left operand.
  ///   - right: The right operand; one of the two at least is a column.
  /// - Returns: The column of the results.
  /// - Throws: `DataError` where the operands do not go together, or are of different rows.
  public static func apply(
    _ operation: ColumnOperator, _ left: ColumnOperand, _ right: ColumnOperand
  ) throws -> Column {
    try make(.binary(operation, left.expression, right.expression), from: [left, right]) { count in
      try operation.evaluate(
        left.cells, right.cells, count: count,
        texts: (left.expression.label, right.expression.label))
    }
  }

  /// The numbers with their signs changed.
  ///
  /// - Throws: `DataError.unsuitableOperand` for categories.
  public func negated() throws -> Column {
    try make(.negation(expression)) { try values.negated(label) }
  }

  /// `not`: true where the column is false.
  ///
  /// - Throws: `DataError.unsuitableOperand` for all but truths.
  public func inverted() throws -> Column {
    try make(.complement(expression)) { try values.inverted(label) }
  }

  /// Whether each cell is one of a list: numbers in numbers, words in texts, truths in truths.
  /// - Parameter list: Constants of the column's type.
  /// - Returns: A column of truth values, empty where the cell is.
  /// - Throws: `DataError.unsuitableOperands` for a constant of another type.
  public func isIn(_ list: [ColumnOperand]) throws -> Column {
    let constants = list.map(\.expression)
    return try make(.membership(expression, constants)) {
      try values.isIn(list.map(\.cells), texts: constants.map(\.label), element: label)
    }
  }

  /// A function, row by row; arrays element by element.
  /// - Parameters:
  ///   - function: The function.
  ///   - operands: One column, or several columns and numbers for `min` and `max`.
  /// - Returns: The column of the results, empty where there is no finite one, as for `log(0)`.
  /// - Throws: `DataError` for operands that are no numbers, or of different rows.
  public static func apply(_ function: ColumnFunction, _ operands: [ColumnOperand]) throws -> Column
  {
    try make(.function(function, operands.map(\.expression)), from: operands) { count in
      try function.evaluate(
        operands.map(\.cells), count: count, texts: operands.map(\.expression.label))
    }
  }

  /// The numbers rounded to decimal places, halves away from zero.
  /// - Parameter digits: How many places after the point.
  /// - Returns: The rounded column.
  /// - Throws: `DataError.unsuitableOperand` for categories.
  public func rounded(digits: Int) throws -> Column {
    if digits == 0 { return try Self.apply(.round, [.column(self)]) }
    return try make(.rounding(expression, digits: digits)) {
      try values.rounded(digits: digits, label)
    }
  }

  /// The column made of the same expression on other data.
  /// - Parameter data: Data that has the columns the expression names.
  /// - Returns: The column of `data`'s rows.
  /// - Throws: `DataError.unknownColumn`, or what else the arithmetic finds there.
  public func rebuilt(on data: Dataset) throws -> Column {
    try expression.evaluated(on: data)
  }

  private func make(_ expression: ColumnExpression, _ values: () throws -> ColumnValues) throws
    -> Column
  {
    try Self.make(expression, from: [.column(self)]) { _ in try values() }
  }

  private static func make(
    _ expression: ColumnExpression, from operands: [ColumnOperand],
    _ values: (Int) throws -> ColumnValues
  ) throws -> Column {
    let columns = operands.compactMap(\.column)
    guard let first = columns.first else {
      throw DataError.noColumns(operation: expression.label)
    }
    for other in columns.dropFirst()
    where !other.dataset.hasSameRows(as: first.dataset) {
      throw DataError.differentRows(left: first.sourceText, right: other.sourceText)
    }
    guard expression.size <= ColumnExpression.sizeLimit else {
      throw DataError.expressionTooLong(limit: ColumnExpression.sizeLimit)
    }
    return Column(expression, try values(first.count), of: first.dataset)
  }
}
