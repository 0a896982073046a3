import TandemCatalog
import TandemDiagnostics
import TandemLanguage

// What only evaluation can find wrong with values and operators.
extension Diagnostic {
  static func nestedTooDeep(at span: SourceSpan) -> Self {
    Self("too-deep", "this is nested too deep", at: span)
  }

  static func callsTooDeep(_ name: String, limit: Int, at span: SourceSpan) -> Self {
    Self("too-deep", "'\(name)' is called within more than \(limit) other calls", at: span)
  }

  static func tooManyItems(limit: Int, at span: SourceSpan) -> Self {
    Self("list-too-long", "a list holds at most \(limit.grouped) items", at: span)
  }

  static func tooManyLayers(limit: Int, at span: SourceSpan?) -> Self {
    Self("out-of-range", "a row holds at most \(limit.grouped) layers", at: span)
  }

  static func notIndexable(
    _ value: Value, _ text: String, by key: Value, owner: SourceSpan, index: SourceSpan
  ) -> Self {
    let keys: String? =
      switch value.kind {
      case .list, .text: "a whole number or a range"
      case .column, .prediction: "a whole number or a range"
      case .curves: "a task, or after a single task a whole number or a range"
      case .record, .evaluation: "a text"
      case .data: "a column's name, a row's number or a range"
      default: nil
      }
    let verb = value.kind == .curves ? "take" : "takes"
    guard let keys else { return .noSubscript(text, value.kind, at: owner) }
    return Self(
      "wrong-kind", "\(value.kind.phrase) \(verb) \(keys) in '[…]', not \(key.kind.phrase)",
      at: index, label: key.kind.phrase)
  }

  static func indexOutOfRange(
    _ index: String, count: Int, of what: String, at span: SourceSpan
  ) -> Self {
    let names = ["text": "letters", "curve": "epochs", "column": "rows", "prediction": "rows"]
    let items = names[what] ?? "items"
    var error = Self(
      "index-out-of-range", "the \(what) has \(count) \(items), and none is at \(index)", at: span)
    error.help = [
      count == 0 ? "it is empty" : "they are counted from 0: the last is at \(count - 1)"
    ]
    return error
  }

  static func notFinite(_ text: String, isNaN: Bool, at span: SourceSpan) -> Self {
    Self(
      "not-finite",
      isNaN ? "'\(text)' is no number" : "'\(text)' is too large for a number", at: span)
  }

  static func unsuitableOperands(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, _ places: OperatorPlaces
  ) -> Self {
    if left.kind == .weighting || right.kind == .weighting {
      return .weightingArithmetic(at: places.operation)
    }
    let plain: Set<ValueKind> = [.number, .text]
    for (value, span) in [(left, places.left), (right, places.right)]
    where !plain.contains(value.kind) {
      return .wrongOperand(operation.rawValue, "", value.kind, at: span)
    }
    if left.kind == right.kind {
      return .wrongOperand(operation.rawValue, "", left.kind, at: places.left)
    }
    var error = Self(
      "wrong-operand",
      "'\(operation.rawValue)' has no meaning for \(left.kind.phrase) and \(right.kind.phrase)",
      at: places.right, label: "this is \(right.kind.phrase)")
    error.related = [Related(places.left, "this is \(left.kind.phrase)")]
    return error
  }
}

extension Int {
  /// The number with a comma between thousands, for reading.
  var grouped: String { FigureText.count(self) }
}
