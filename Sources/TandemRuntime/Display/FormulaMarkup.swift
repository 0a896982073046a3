import TandemCatalog
import TandemLearning

/// A formula that a person wrote, as HTML: powers raised, names in italics, a sign for each comparison.
enum FormulaMarkup {
  static func html(_ node: Formula.Node) -> String { html(node, within: 0) }

  private static func html(_ node: Formula.Node, within level: Int) -> String {
    switch node {
    case .number(let number):
      return bracketed(
        HTMLText.escaped(number.sourceText.replacingMinus), number < 0 ? 6 : 9, level)
    case .signal(let signal):
      return "<i>\(signal.rawValue.map { $0 == "_" ? "&nbsp;" : String($0) }.joined())</i>"
    case .negate(let inner): return bracketed("−" + html(inner, within: 7), 6, level)
    case .not(let inner): return bracketed("not " + html(inner, within: 2), 2, level)
    case .binary(.power, let base, let exponent):
      return bracketed("\(html(base, within: 8))<sup>\(html(exponent, within: 0))</sup>", 7, level)
    case .binary(let symbol, let left, let right):
      let own = symbol.level
      let text = "\(html(left, within: own)) \(symbol.sign) \(html(right, within: own + 1))"
      return bracketed(text, own, level)
    case .conditional(let condition, let then, let otherwise):
      let text =
        "\(html(then, within: 1)) if \(html(condition, within: 1)), else \(html(otherwise, within: 0))"
      return bracketed(text, 0, level)
    case .function(.exp, let inner):
      return bracketed("<i>e</i><sup>\(html(inner, within: 0))</sup>", 7, level)
    case .function(.sqrt, let inner): return "√(\(html(inner, within: 0)))"
    case .function(.abs, let inner): return "|\(html(inner, within: 0))|"
    case .function(let function, let inner):
      return "\(function.rawValue)(\(html(inner, within: 0)))"
    case .overTasks(let reduction, let inner):
      return "\(reduction.rawValue)<sub>tasks</sub>(\(html(inner, within: 0)))"
    case .larger(let left, let right):
      return "max(\(html(left, within: 0)), \(html(right, within: 0)))"
    case .smaller(let left, let right):
      return "min(\(html(left, within: 0)), \(html(right, within: 0)))"
    }
  }

  private static func bracketed(_ text: String, _ own: Int, _ needed: Int) -> String {
    own < needed ? "(\(text))" : text
  }
}

extension Formula.Operator {
  fileprivate var sign: String {
    switch self {
    case .add: "+"
    case .subtract: "−"
    case .multiply: "·"
    case .divide: "/"
    case .remainder: "mod"
    case .power: "^"
    case .equal: "="
    case .notEqual: "≠"
    case .less: "&lt;"
    case .lessOrEqual: "≤"
    case .greater: "&gt;"
    case .greaterOrEqual: "≥"
    case .and: "and"
    case .or: "or"
    }
  }
}

extension String {
  fileprivate var replacingMinus: String { String(map { $0 == "-" ? "−" : $0 }) }
}
