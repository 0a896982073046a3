import TandemCatalog
import TandemData
import TandemDiagnostics
import TandemLanguage

extension Interpreter {
  /// `-column` and `not column`, row by row.
  func columnResult(_ operation: UnaryOperator, _ operand: Value, at span: SourceSpan) throws
    -> Value
  {
    guard case .object(let object) = operand, let column = object as? Column else {
      return operand
    }
    do {
      return .object(try operation == .negate ? column.negated() : column.inverted())
    } catch {
      throw explained(error, at: span)
    }
  }

  /// What an operation makes of a column and another column or a constant, row by row.
  func columnResult(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, _ places: OperatorPlaces
  ) throws -> Value {
    do {
      if operation == .contained { return .object(try membership(left, right, places)) }
      guard let symbol = ColumnOperator(rawValue: operation.rawValue),
        let first = ColumnOperand(left), let second = ColumnOperand(right)
      else { throw Diagnostic.unsuitableOperands(operation, left, right, places) }
      return .object(try Column.apply(symbol, first, second))
    } catch {
      throw explained(error, at: places.whole)
    }
  }

  /// `column in [1, 2]` and `column in 1...3`.
  private func membership(_ element: Value, _ list: Value, _ places: OperatorPlaces) throws
    -> Column
  {
    guard case .object(let object) = element, let column = object as? Column else {
      throw Diagnostic.wrongOperand("in", "", .column, at: places.right)
    }
    switch list {
    case .list(let values):
      return try column.isIn(
        try values.map { value in
          guard let operand = ColumnOperand(value), value.kind != .column else {
            throw Diagnostic(
              "wrong-kind",
              "a column's cells are numbers, texts or true and false, never \(value.kind.phrase)",
              at: places.right)
          }
          return operand
        })
    case .range(let range):
      let lower = ColumnOperand.number(Double(range.lowerBound))
      let upper = ColumnOperand.number(Double(range.upperBound))
      let subject = ColumnOperand.column(column)
      let bounds = try Column.apply(
        .and, .column(try Column.apply(.greaterOrEqual, subject, lower)),
        .column(try Column.apply(.lessOrEqual, subject, upper)))
      let whole = try Column.apply(.equal, subject, .column(try column.rounded(digits: 0)))
      return try Column.apply(.and, .column(bounds), .column(whole))
    default:
      throw Diagnostic.wrongOperand("in", "", list.kind, at: places.right)
    }
  }

  /// `data[3]` and `data[0...9]`; `nil` where the key names no rows.
  func rows(_ key: Value, of data: Dataset) throws -> Value? {
    var rows: Dataset
    switch key {
    case .number(let number):
      guard let row = Int(exactly: number) else { return nil }
      rows = try data[row]
    case .range(let range): rows = try data[range]
    default: return nil
    }
    rows.sourceText = "\(data.sourceText)[\(key.sourceText)]"
    return .object(rows)
  }
}
