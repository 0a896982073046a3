import TandemCatalog

extension ColumnExpression {
  /// The text for people, without the data's name: `label % 2`, `log(price)`, `Jitter(%)`.
  public var label: String {
    if case .column(let name, _) = self { return name }
    return text { $0.isIdentifier ? $0 : $0.quotedSourceText }
  }

  /// Source text of the language that makes the column from the data that `data` stands for.
  /// - Parameter data: The data's name, or a call that makes it.
  /// - Returns: Text such as `digits.label % 2`.
  public func sourceText(of data: String) -> String {
    text { name in
      // A column called like a method of data is reached by its name in brackets only.
      name.isIdentifier && !DataMethods.names.contains(name)
        ? "\(data).\(name)" : "\(data)[\(name.quotedSourceText)]"
    }
  }

  private func text(_ spell: (String) -> String) -> String {
    switch self {
    case .column(let name, _): return spell(name)
    case .number(let number): return number.sourceText
    case .truth(let truth): return truth ? "true" : "false"
    case .text(let text): return text.quotedSourceText
    case .negation(let operand): return "-" + operand.text(above: .power, spell)
    case .complement(let operand): return "not " + operand.text(above: .negation, spell)
    case .binary(let symbol, let left, let right):
      let (low, high) = symbol.sides
      return left.text(above: low, spell) + " \(symbol.rawValue) " + right.text(above: high, spell)
    case .membership(let element, let list):
      let items = list.map { $0.text(spell) }.joined(separator: ", ")
      return element.text(above: .range, spell) + " in [\(items)]"
    case .function(let function, let operands):
      return "\(function.rawValue)(" + operands.map { $0.text(spell) }.joined(separator: ", ") + ")"
    case .rounding(let operand, let digits):
      return "round(" + operand.text(spell) + ", digits: \(digits))"
    case .figure(let figure, let operand):
      return operand.text(above: .postfix, spell) + ".\(figure.rawValue)"
    }
  }

  /// The text, in brackets if it binds less closely than its place needs.
  private func text(above needed: Precedence, _ spell: (String) -> String) -> String {
    precedence < needed ? "(" + text(spell) + ")" : text(spell)
  }

  private var precedence: Precedence {
    switch self {
    case .column, .truth, .text, .function, .rounding, .figure: .postfix
    case .number(let number): number.sign == .minus ? .sign : .postfix
    case .negation: .sign
    case .complement: .negation
    case .membership: .comparison
    case .binary(let symbol, _, _): symbol.precedence
    }
  }
}

/// How closely the productions of the grammar bind, the loosest first.
private enum Precedence: Int, Comparable {
  case disjunction, conjunction, negation, comparison, range, sum, product, sign, power, postfix

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension ColumnOperator {
  fileprivate var precedence: Precedence {
    switch self {
    case .or: .disjunction
    case .and: .conjunction
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
    case .add, .subtract: .sum
    case .multiply, .divide, .remainder: .product
    case .power: .power
    }
  }

  /// What the left and the right operand must at least be to stand without brackets.
  fileprivate var sides: (Precedence, Precedence) {
    switch self {
    case .or: (.disjunction, .conjunction)
    case .and: (.conjunction, .negation)
    case .add, .subtract: (.sum, .product)
    case .multiply, .divide, .remainder: (.product, .sign)
    case .power: (.postfix, .sign)
    default: (.range, .range)
    }
  }
}
