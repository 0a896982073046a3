import TandemCatalog
import TandemDiagnostics
import TandemLanguage

// What only evaluation can find wrong with values and operators.
extension Diagnostic {
  static func nestedTooDeep(at span: SourceSpan) -> Self {
    Self("too-deep", "this is nested too deep", at: span)
  }

  static func callsTooDeep(_ name: String, limit: Int, at span: SourceSpan) -> Self {
    var error = Self(
      "too-deep", "'\(name)' calls itself more than \(limit) times within itself", at: span)
    error.help = ["give it a case that ends: '… if … else …'"]
    return error
  }

  static func tooManyItems(limit: Int, at span: SourceSpan) -> Self {
    Self("list-too-long", "a list holds at most \(limit.grouped) items", at: span)
  }

  static func tooManyLayers(limit: Int, at span: SourceSpan) -> Self {
    Self("out-of-range", "a row holds at most \(limit.grouped) layers", at: span)
  }

  static func notTruth(_ word: String, _ kind: ValueKind, at span: SourceSpan) -> Self {
    Self(
      "wrong-kind", "'\(word)' takes true or false, not \(kind.phrase)", at: span,
      label: kind.phrase)
  }

  static func notIterable(_ kind: ValueKind, at span: SourceSpan) -> Self {
    Self(
      "wrong-kind", "'for' goes through a list or a range, not \(kind.phrase)", at: span,
      label: kind.phrase)
  }

  static func notIndexable(
    _ value: Value, by key: Value, owner: SourceSpan, index: SourceSpan
  ) -> Self {
    let keys: String? =
      switch value.kind {
      case .list, .text: "a whole number or a range"
      case .record, .curves, .evaluation: "a text"
      case .data: "a column's name, a row's number or a range"
      default: nil
      }
    guard let keys else {
      return Self(
        "wrong-kind", "\(value.kind.phrase) has no items to take out by '[…]'", at: owner,
        label: value.kind.phrase)
    }
    return Self(
      "wrong-kind", "\(value.kind.phrase) takes \(keys) in '[…]', not \(key.kind.phrase)",
      at: index, label: key.kind.phrase)
  }

  static func indexOutOfRange(
    _ index: String, count: Int, of what: String, at span: SourceSpan
  ) -> Self {
    let items = what == "text" ? "letters" : "items"
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
    let symbol = operation.rawValue
    var error = Self(
      "wrong-kind",
      "'\(symbol)' does not go with \(left.kind.phrase) and \(right.kind.phrase)",
      at: places.operation)
    error.related = [
      Related(places.left, left.kind.phrase), Related(places.right, right.kind.phrase),
    ]
    if left.kind == .weighting || right.kind == .weighting {
      error.help = [
        "only '+' does something with weightings: it joins one that weighs losses with one that "
          + "combines gradients"
      ]
    }
    return error
  }

  static func nothingLast(at span: SourceSpan) -> Self {
    Self("nothing-last", "'last' is the value of the last cell that had one: none has yet", at: span)
  }
}

extension Int {
  /// The number with a comma between thousands, for reading.
  var grouped: String {
    var text = ""
    for (place, digit) in String(magnitude).reversed().enumerated() {
      if place > 0, place.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + String(text.reversed())
  }
}
