import TandemCatalog

extension Expression {
  /// The expression in the canonical spelling, on one line; reading it gives the same expression.
  package var sourceText: String {
    switch node {
    case .none: "none"
    case .truth(let value): value ? "true" : "false"
    case .number(let value): value.sourceText
    case .text(let value): value.quotedSourceText
    case .name(let name): name
    case .list(let items): "[" + items.map(\.sourceText).joined(separator: ", ") + "]"
    case .record(let items): "[" + items.map(\.sourceText).joined(separator: ", ") + "]"
    case .comprehension(let comprehension): "[" + comprehension.sourceText + "]"
    case .arrow(let layers):
      layers.map { $0.text(atLeast: .conditional) }.joined(separator: " -> ")
    case .conditional(let condition, let value, let otherwise):
      value.text(atLeast: .disjunction) + " if " + condition.text(atLeast: .disjunction)
        + " else " + otherwise.text(atLeast: .conditional)
    case .unary(.negate, let operand): "-" + operand.text(atLeast: .power)
    case .unary(.not, let operand): "not " + operand.text(atLeast: .negation)
    case .binary(let sign, let left, let right, _): binaryText(sign, left, right)
    case .member(let owner, let name): owner.text(atLeast: .postfix) + "." + name.name
    case .call(let call): call.sourceText
    case .subscripted(let value, let index):
      value.text(atLeast: .postfix) + "[" + index.sourceText + "]"
    // Nothing that can be read back: a cell with such a hole has an error and never runs.
    case .missing: "…"
    }
  }

  private func binaryText(_ sign: BinaryOperator, _ left: Expression, _ right: Expression)
    -> String
  {
    guard let strength = sign.strength else {
      return left.text(atLeast: .postfix) + " ^ " + right.text(atLeast: .sign)
    }
    let own = Precedence(strength)
    let leftText = left.text(atLeast: strength.isChainable ? own : own.next)
    let space = sign == .range ? "" : " "
    return leftText + space + sign.rawValue + space + right.text(atLeast: own.next)
  }

  /// The text, in brackets if it binds less tightly than asked for.
  fileprivate func text(atLeast minimum: Precedence) -> String {
    precedence < minimum ? "(\(sourceText))" : sourceText
  }

  private var precedence: Precedence {
    switch node {
    case .arrow: .arrow
    case .conditional: .conditional
    case .unary(.not, _): .negation
    case .unary(.negate, _): .sign
    case .binary(let sign, _, _, _): sign.strength.map(Precedence.init) ?? .power
    // Negative numbers come only from folding, but must be read back all the same.
    case .number(let value) where value < 0: .sign
    default: .postfix
    }
  }

  /// The productions of the grammar from the loosest to the tightest.
  fileprivate enum Precedence: Int, Comparable {
    case arrow, conditional, disjunction, conjunction, negation, comparison, range, sum, product
    case sign, power, postfix

    init(_ strength: BindingStrength) {
      self =
        switch strength {
        case .disjunction: .disjunction
        case .conjunction: .conjunction
        case .negation: .negation
        case .comparison: .comparison
        case .range: .range
        case .sum: .sum
        case .product: .product
        case .sign: .sign
        }
    }

    var next: Self { Self(rawValue: rawValue + 1) ?? .postfix }

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }
}

extension LabelledExpression {
  var sourceText: String { "\(label.name.labelSourceText): \(value.sourceText)" }
}

extension Comprehension {
  fileprivate var sourceText: String {
    let filter = condition.map { " if " + $0.text(atLeast: .disjunction) } ?? ""
    return element.sourceText + " for " + variable.name + " in " + source.text(atLeast: .range)
      + filter
  }
}

extension Call {
  /// A block's entries are printed as what they are: labelled arguments.
  fileprivate var sourceText: String {
    let texts = arguments.map { argument in
      (argument.label.map { "\($0.name): " } ?? "") + argument.value.sourceText
    }
    return callee.text(atLeast: .postfix) + "(" + texts.joined(separator: ", ") + ")"
  }
}
