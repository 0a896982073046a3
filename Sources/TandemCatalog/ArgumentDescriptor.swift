/// One argument of a function or method: its name, what it takes, its default, and a line of help.
public struct ArgumentDescriptor: Sendable {
  public var name: String
  public var accepts: ArgumentKind
  public var presence: Presence
  public var summary: String

  /// Whether an argument may be left out, and what it is then.
  public enum Presence: Sendable {
    case required
    case optional(default: Value)
    /// Any number of unlabelled values, as in `print(x, y)`; bound as a list.
    case variadic
    /// Any labels, as in `fixed(digit: 1, ink: 2)`; bound as a record.
    case labels
  }

  /// Creates an argument's description.
  public init(
    _ name: String, _ accepts: ArgumentKind, _ presence: Presence = .required, _ summary: String
  ) {
    self.name = name
    self.accepts = accepts
    self.presence = presence
    self.summary = summary
  }

  /// The value that stands when the argument is left out; `nil` where it must be given.
  public var defaultValue: Value? {
    switch presence {
    case .required: nil
    case .optional(let value): value
    case .variadic: .list([])
    case .labels: .record(Record())
    }
  }
}

/// What an argument takes.
public indirect enum ArgumentKind: Sendable, Equatable {
  case any
  case number(NumberRange)
  case truth
  case text
  /// One of a few words, written bare or as text, whatever the session calls by that name.
  case word([String])
  case object(ValueKind)
  /// A whole-number range such as `1...3`, or a list of whole numbers.
  case seeds
  case list(ArgumentKind)
  /// Labelled values, each of this kind.
  case record(ArgumentKind)
  /// An expression over a weighting's signals, not evaluated where it stands.
  case formula
  /// The name of a function or method, or a value: what `help` takes.
  case topic
  case oneOf([ArgumentKind])

  /// What the argument takes, for a message: "a number above 0", "a list of tasks".
  public var phrase: String {
    switch self {
    case .any: "a value"
    case .number(let range): range.phrase
    case .truth: "true or false"
    case .text: "text"
    case .word(let words): words.count == 1 ? words[0] : "one of " + words.joined(separator: ", ")
    case .object(let kind): kind.phrase
    case .seeds: "a range such as 1...3, or a list of whole numbers"
    case .list(let element): "a list, each \(element.phrase)"
    case .record(let element): "labelled values, each \(element.phrase)"
    case .formula: "a formula"
    case .topic: "a name or a value"
    case .oneOf(let kinds): Self.phrase(of: kinds)
    }
  }

  /// "a task or a list of them" for a task, or a list of tasks.
  private static func phrase(of kinds: [Self]) -> String {
    let phrases = kinds.map { kind in
      if case .list(let element) = kind, kinds.contains(element) { return "a list of them" }
      return kind.phrase
    }
    let single = phrases.filter { $0 != "a list of them" }
    return (single + (phrases.count > single.count ? ["a list of them"] : []))
      .joined(separator: " or ")
  }
}

/// The numbers that an argument takes.
public struct NumberRange: Sendable, Equatable {
  public var lower: Double?
  public var upper: Double?
  public var includesLower: Bool
  public var includesUpper: Bool
  public var isWhole: Bool

  /// Creates a range; a bound that is `nil` is none.
  public init(
    lower: Double? = nil, includesLower: Bool = true, upper: Double? = nil,
    includesUpper: Bool = true, isWhole: Bool = false
  ) {
    self.lower = lower
    self.upper = upper
    self.includesLower = includesLower
    self.includesUpper = includesUpper
    self.isWhole = isWhole
  }

  /// Whether the number lies in the range; a number that is not finite never does.
  public func contains(_ number: Double) -> Bool {
    guard number.isFinite, !isWhole || (number == number.rounded() && number.magnitude < 9e15)
    else { return false }
    if let lower, includesLower ? number < lower : number <= lower { return false }
    if let upper, includesUpper ? number > upper : number >= upper { return false }
    return true
  }

  /// The range in words: "a whole number of at least 1", "a number above 0 and below 1".
  public var phrase: String {
    var bounds: [String] = []
    if let lower { bounds.append((includesLower ? "of at least " : "above ") + lower.sourceText) }
    if let upper { bounds.append((includesUpper ? "at most " : "below ") + upper.sourceText) }
    let noun = isWhole ? "a whole number" : "a number"
    return bounds.isEmpty ? noun : noun + " " + bounds.joined(separator: " and ")
  }
}
