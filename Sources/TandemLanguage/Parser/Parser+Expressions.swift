import TandemDiagnostics

extension Parser {
  // expression = conditional { "->" conditional }
  mutating func expression() -> Expression {
    descend { parser in
      let first = parser.conditional()
      guard parser.isAt(.arrow) else { return first }
      var layers = [first]
      while parser.take(.arrow) != nil { layers.append(parser.conditional()) }
      _ = parser.grow()
      return Expression(.arrow(layers), at: first.span.joined(with: parser.hereSpan))
    }
  }

  // conditional = disjunction [ "if" disjunction "else" conditional ]
  private mutating func conditional() -> Expression {
    let value = binary(.disjunction)
    guard let word = take(.if) else { return value }
    let condition = binary(.disjunction)
    guard take(.else) != nil else {
      if isAtCellEnd {
        reportExpected("'else'")
      } else {
        report(.conditionalNeedsElse(at: span(of: word)))
      }
      return value
    }
    let otherwise = descend { $0.conditional() }
    return Expression(
      .conditional(condition: condition, then: value, otherwise: otherwise),
      at: value.span.joined(with: hereSpan))
  }

  /// The productions from disjunction down to product: operators that bind at least so tightly.
  mutating func binary(_ minimum: BindingStrength) -> Expression {
    var left = operand(minimum)
    var isChained = false
    while let (sign, strength) = binaryOperator, strength >= minimum {
      let token = advance()
      let right = binary(strength.next)
      guard grow() else { return left }
      let place = span(of: token)
      left = Expression(
        .binary(sign, left, right, operatorSpan: place), at: left.span.joined(with: hereSpan))
      if !strength.isChainable, let (again, same) = binaryOperator, same == strength {
        report(.notChainable(again, at: span(of: current), first: place))
        isChained = true
      }
    }
    // What a chain would be nobody knows, so that it makes no further errors.
    return isChained ? Expression(.missing, at: left.span) : left
  }

  // negation = "not" negation | comparison;  everything tighter begins with a sign.
  private mutating func operand(_ minimum: BindingStrength) -> Expression {
    guard minimum <= .negation, isAt(.not) else {
      return signed()
    }
    return descend { parser in
      let word = parser.advance()
      let value = parser.binary(.negation)
      return Expression(.unary(.not, value), at: parser.span(from: word))
    }
  }

  // sign = [ "-" ] power
  private mutating func signed() -> Expression {
    guard let sign = take(.minus) else { return power() }
    let value = power()
    _ = grow()
    return Expression(.unary(.negate, value), at: span(from: sign))
  }

  // power = postfix [ "^" sign ]
  private mutating func power() -> Expression {
    let base = postfix()
    guard let sign = take(.power) else { return base }
    let exponent = descend { $0.signed() }
    return Expression(
      .binary(.power, base, exponent, operatorSpan: span(of: sign)),
      at: base.span.joined(with: hereSpan))
  }

  private var binaryOperator: (BinaryOperator, BindingStrength)? {
    guard !isAfterLineEnd else { return nil }
    let spelling: String
    switch current.kind {
    case .sign(let sign): spelling = sign.rawValue
    case .word(let word): spelling = word
    default: return nil
    }
    guard let sign = BinaryOperator(rawValue: spelling), let strength = sign.strength else {
      return nil
    }
    return (sign, strength)
  }

  /// Whether the current token can begin an expression.
  var startsExpression: Bool {
    switch current.kind {
    case .number, .text, .invalid: true
    case .sign(let sign): sign == .minus || sign == .openRound || sign == .openSquare
    case .word(let word):
      switch ReservedWord(rawValue: word) {
      case nil, .not, .true, .false, .none?: true
      default: false
      }
    case .endOfCell: false
    }
  }
}

/// How tightly binary operators bind, the loosest first; `^` stands above all of them.
enum BindingStrength: Int, Comparable {
  case disjunction, conjunction, negation, comparison, range, sum, product, sign

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  var next: Self { Self(rawValue: rawValue + 1) ?? .sign }

  /// Whether `a op b op c` means something.
  var isChainable: Bool { self != .comparison && self != .range }
}

extension BinaryOperator {
  /// The production that the operator belongs to; `nil` for `^`, which is no part of `binary`.
  var strength: BindingStrength? {
    switch self {
    case .or: .disjunction
    case .and: .conjunction
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .contained: .comparison
    case .range: .range
    case .add, .subtract: .sum
    case .multiply, .divide, .remainder: .product
    case .power: nil
    }
  }
}
