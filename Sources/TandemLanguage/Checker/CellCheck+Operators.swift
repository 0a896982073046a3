import TandemCatalog
import TandemDiagnostics

extension CellCheck {
  mutating func visitUnary(_ sign: UnaryOperator, _ operand: Expression) -> ValueFacts {
    let facts = visit(operand)
    guard let kind = facts.kind else { return .unknown }
    let fitting: Set<ValueKind> = sign == .negate ? [.number, .column] : [.truth, .column]
    if fitting.contains(kind) { return ValueFacts(kind) }
    if kind == .weighting, sign == .negate {
      report(.weightingArithmetic(at: operand.span))
    } else {
      report(.wrongOperand(sign.rawValue, operand.sourceText, kind, at: operand.span))
    }
    return .unknown
  }

  mutating func visitBinary(
    _ sign: BinaryOperator, _ left: Expression, _ right: Expression, at place: SourceSpan
  ) -> ValueFacts {
    let kinds = (visit(left).kind, visit(right).kind)
    switch sign {
    case .add, .subtract, .multiply, .divide, .remainder, .power:
      return arithmetic(sign, (left, kinds.0), (right, kinds.1), at: place)
    case .equal, .notEqual:
      return comparison(kinds.0, kinds.1)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      let kindsOfOrder: Set<ValueKind> = [.number, .column, .text, .truth]
      let fits = require(kindsOfOrder, of: sign, (left, kinds.0), (right, kinds.1))
      return fits ? comparison(kinds.0, kinds.1) : .unknown
    case .contained:
      let holders: Set<ValueKind> = [.list, .range, .record, .column, .text, .data]
      return require(holders, of: sign, (right, kinds.1)) ? comparison(kinds.0, .list) : .unknown
    case .and, .or:
      let fits = require([.truth, .column], of: sign, (left, kinds.0), (right, kinds.1))
      return fits ? comparison(kinds.0, kinds.1) : .unknown
    case .range:
      if require([.number], of: sign, (left, kinds.0), (right, kinds.1)) {
        checkBounds(left, right)
      }
      return ValueFacts(.range)
    }
  }

  private typealias Operand = (expression: Expression, kind: ValueKind?)

  /// Row by row if a column takes part, a truth value else.
  private func comparison(_ left: ValueKind?, _ right: ValueKind?) -> ValueFacts {
    if left == .column || right == .column { return ValueFacts(.column) }
    return left == nil || right == nil ? .unknown : ValueFacts(.truth)
  }

  /// Reports the first operand of another kind; says whether there is none.
  private mutating func require(
    _ kinds: Set<ValueKind>, of sign: BinaryOperator, _ operands: Operand...
  ) -> Bool {
    for operand in operands {
      guard let kind = operand.kind, !kinds.contains(kind) else { continue }
      let expression = operand.expression
      report(.wrongOperand(sign.rawValue, expression.sourceText, kind, at: expression.span))
      return false
    }
    return true
  }

  private mutating func arithmetic(
    _ sign: BinaryOperator, _ left: Operand, _ right: Operand, at place: SourceSpan
  ) -> ValueFacts {
    if left.kind == .weighting || right.kind == .weighting {
      return weightingArithmetic(sign, left.kind, right.kind, at: place)
    }
    if sign == .multiply, left.kind == .layer || right.kind == .layer {
      return repetition(left, right)
    }
    for operand in [left, right] {
      guard let kind = operand.kind, !takes(sign, kind) else { continue }
      let expression = operand.expression
      report(.wrongOperand(sign.rawValue, expression.sourceText, kind, at: expression.span))
      return .unknown
    }
    guard let first = left.kind, let second = right.kind else { return .unknown }
    if first == .text || second == .text { return joined(left, right) }
    checkDivisor(sign, left, right)
    switch (first, second) {
    case (.number, .number): return ValueFacts(.number)
    case (.column, .number), (.number, .column), (.column, .column): return ValueFacts(.column)
    default: return .unknown
    }
  }

  /// What operands may be, as far as it is certain; running decides for lists and the like.
  private func takes(_ sign: BinaryOperator, _ kind: ValueKind) -> Bool {
    switch kind {
    case .number, .column, .truth, .list, .record, .range, .curves: true
    case .text: sign == .add
    default: false
    }
  }

  /// `+` joins texts, and a number joins as its text.
  private mutating func joined(_ left: Operand, _ right: Operand) -> ValueFacts {
    for operand in [left, right] {
      guard let kind = operand.kind, kind != .text, kind != .number else { continue }
      let expression = operand.expression
      report(.wrongOperand("+", expression.sourceText, kind, at: expression.span))
      return .unknown
    }
    return ValueFacts(.text)
  }

  private mutating func weightingArithmetic(
    _ sign: BinaryOperator, _ left: ValueKind?, _ right: ValueKind?, at place: SourceSpan
  ) -> ValueFacts {
    guard let left, let right else { return sign == .add ? ValueFacts(.weighting) : .unknown }
    if sign == .add, left == right { return ValueFacts(.weighting) }
    report(.weightingArithmetic(at: place))
    return .unknown
  }

  /// `(dense(64) -> relu) * 3` repeats layers.
  private mutating func repetition(_ left: Operand, _ right: Operand) -> ValueFacts {
    let count = left.kind == .layer ? right : left
    if let kind = count.kind, kind != .number {
      report(.wrongRepetition(kind.phrase, at: count.expression.span))
    } else if case .number(let number)? = count.expression.constant,
      number < 1 || number != number.rounded()
    {
      report(.wrongRepetition(number.sourceText, at: count.expression.span))
    }
    return ValueFacts(.layer)
  }

  private mutating func checkDivisor(_ sign: BinaryOperator, _ left: Operand, _ right: Operand) {
    guard sign == .divide || sign == .remainder, left.kind == .number,
      case .number(0)? = right.expression.constant
    else { return }
    report(.divisionByZero(at: right.expression.span))
  }

  private mutating func checkBounds(_ left: Expression, _ right: Expression) {
    var bounds: [Double] = []
    for expression in [left, right] {
      guard case .number(let number)? = expression.constant else { continue }
      guard Int(exactly: number) != nil else {
        return report(.boundNotWhole(number, at: expression.span))
      }
      bounds.append(number)
    }
    if bounds.count == 2, bounds[0] > bounds[1] {
      report(.emptyRange(at: left.span.joined(with: right.span)))
    }
  }
}
