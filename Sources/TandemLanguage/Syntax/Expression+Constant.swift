package import TandemCatalog

extension Expression {
  /// The value of an expression made of literals alone, or `nil`.
  package var constant: Value? {
    switch node {
    case .none: Value.none
    case .truth(let value): .truth(value)
    case .number(let value): .number(value)
    case .text(let value): .text(value)
    case .list(let items): constants(items).map(Value.list)
    case .record(let items):
      constants(items.map(\.value)).map { values in
        .record(Record(zip(items, values).map { .init($0.label.name, $1) }))
      }
    case .unary(.negate, let operand):
      if case .number(let value)? = operand.constant { .number(-value) } else { nil }
    case .unary(.not, let operand):
      if case .truth(let value)? = operand.constant { .truth(!value) } else { nil }
    case .binary(let sign, let left, let right, _): constant(sign, left, right)
    default: nil
    }
  }

  private func constants(_ items: [Expression]) -> [Value]? {
    let values = items.compactMap(\.constant)
    return values.count == items.count ? values : nil
  }

  private func constant(_ sign: BinaryOperator, _ left: Expression, _ right: Expression) -> Value? {
    guard case .number(let a)? = left.constant, case .number(let b)? = right.constant else {
      return nil
    }
    switch sign {
    case .add: return .number(a + b)
    case .subtract: return .number(a - b)
    case .multiply: return .number(a * b)
    case .divide where b != 0: return .number(a / b)
    case .range:
      guard let lower = Int(exactly: a), let upper = Int(exactly: b), lower <= upper else {
        return nil
      }
      return .range(lower...upper)
    default: return nil
    }
  }
}
