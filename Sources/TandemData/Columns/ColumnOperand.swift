public import TandemCatalog

/// What stands beside an operator: a column, or a constant that counts for every row.
public enum ColumnOperand: Sendable {
  case column(Column)
  case number(Double)
  case truth(Bool)
  case text(String)

  /// The value as an operand, or `nil` where it can be none.
  public init?(_ value: Value) {
    switch value {
    case .number(let number): self = .number(number)
    case .truth(let truth): self = .truth(truth)
    case .text(let text): self = .text(text)
    case .object(let object):
      guard let column = object as? Column else { return nil }
      self = .column(column)
    default: return nil
    }
  }

  var column: Column? {
    if case .column(let column) = self { column } else { nil }
  }

  var expression: ColumnExpression {
    switch self {
    case .column(let column): column.expression
    case .number(let number): .number(number)
    case .truth(let truth): .truth(truth)
    case .text(let text): .text(text)
    }
  }

  var cells: Cells {
    switch self {
    case .column(let column): .column(column.values)
    case .number(let number): .number(number)
    case .truth(let truth): .truth(truth)
    case .text(let text): .text(text)
    }
  }
}
