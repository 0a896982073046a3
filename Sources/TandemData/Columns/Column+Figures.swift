extension Column {
  /// A figure as a column's `.mean` gives it: of each row's array a number, of numbers one number.
  public enum Figure: Sendable {
    case column(Column)
    case number(Double)
  }

  /// The mean, sum, smallest, largest or standard deviation (divided by n) of the column.
  ///
  /// Of arrays a column with the figure of each row, empty where an element is; of numbers and truths
  /// (as 0 and 1) one number over the cells that are not empty. Sums are in Double.
  /// - Parameter figure: Which figure.
  /// - Returns: A column or a number.
  /// - Throws: `DataError.unsuitableColumn` for categories, `.noValues` where all cells are empty.
  public func figure(_ figure: ColumnFigure) throws -> Figure {
    switch values {
    case .arrays(let values, let sizes):
      let expression = ColumnExpression.figure(figure, expression)
      guard expression.size <= ColumnExpression.sizeLimit else {
        throw DataError.expressionTooLong(limit: ColumnExpression.sizeLimit)
      }
      let figures = figure.evaluate(rows: values, size: sizes.reduce(1, *))
      return .column(Column(expression, .numbers(figures), of: dataset))
    case .numbers(let values), .truths(let values):
      let result = figure(values.filter { !$0.isNaN })
      if values.allSatisfy(\.isNaN) {
        throw DataError.noValues(column: label, figure: figure.rawValue)
      }
      guard result.isFinite else {
        throw DataError.notFinite(operation: "\(label).\(figure.rawValue)")
      }
      return .number(result)
    case .categories:
      throw DataError.unsuitableColumn(
        operation: ".\(figure.rawValue)", column: label, type: type, expected: "numbers or arrays")
    }
  }
}
