import TandemCatalog
import TandemLearning

extension Formula.Node {
  /// Source text of the language that makes the formula again.
  var sourceText: String { text(within: 0) }

  /// The text, in brackets where the place binds closer than what is written there.
  private func text(within level: Int) -> String {
    switch self {
    case .number(let number) where number < 0: bracketed(number.sourceText, 6, level)
    case .number(let number): number.sourceText
    case .signal(let signal): signal.rawValue
    case .negate(let node): bracketed("-" + node.text(within: 7), 6, level)
    case .not(let node): bracketed("not " + node.text(within: 2), 2, level)
    case .binary(let symbol, let left, let right):
      bracketed(
        left.text(within: symbol.leftLevel) + " \(symbol.rawValue) "
          + right.text(within: symbol.rightLevel), symbol.level, level)
    case .conditional(let condition, let then, let otherwise):
      bracketed(
        "\(then.text(within: 1)) if \(condition.text(within: 1)) else \(otherwise.text(within: 0))",
        0, level)
    case .function(let function, let node): "\(function.rawValue)(\(node.sourceText))"
    case .overTasks(let reduction, let node): "\(reduction.rawValue)(\(node.sourceText))"
    case .larger(let left, let right): "max(\(left.sourceText), \(right.sourceText))"
    case .smaller(let left, let right): "min(\(left.sourceText), \(right.sourceText))"
    }
  }

  private func bracketed(_ text: String, _ own: Int, _ needed: Int) -> String {
    own < needed ? "(\(text))" : text
  }
}

extension Formula.Operator {
  /// How closely it binds, in the order of the grammar.
  var level: Int {
    switch self {
    case .or, .and: 1
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: 3
    case .add, .subtract: 4
    case .multiply, .divide, .remainder: 5
    case .power: 7
    }
  }

  /// What stands to the left may bind as closely, but for comparisons and powers.
  fileprivate var leftLevel: Int { level == 3 || level == 7 || level == 1 ? level + 1 : level }

  /// A sign may stand after `^`.
  fileprivate var rightLevel: Int { self == .power ? 6 : level + 1 }
}
