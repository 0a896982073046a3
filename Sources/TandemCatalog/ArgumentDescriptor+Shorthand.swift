// The spellings in which methods describe their arguments.
extension ArgumentDescriptor {
  /// A number; `above` and `below` exclude the bound, `atLeast` and `atMost` include it.
  public static func number(
    _ name: String, default value: Double? = nil, above: Double? = nil, atLeast: Double? = nil,
    below: Double? = nil, atMost: Double? = nil, _ summary: String
  ) -> Self {
    let range = NumberRange(
      lower: above ?? atLeast, includesLower: above == nil, upper: below ?? atMost,
      includesUpper: below == nil)
    return Self(name, .number(range), presence(value.map(Value.number)), summary)
  }

  /// A whole number.
  public static func whole(
    _ name: String, default value: Int? = nil, atLeast: Int? = nil, atMost: Int? = nil,
    _ summary: String
  ) -> Self {
    let range = NumberRange(
      lower: atLeast.map(Double.init), upper: atMost.map(Double.init), isWhole: true)
    return Self(name, .number(range), presence(value.map { .number(Double($0)) }), summary)
  }

  /// True or false.
  public static func truth(_ name: String, default value: Bool? = nil, _ summary: String) -> Self {
    Self(name, .truth, presence(value.map(Value.truth)), summary)
  }

  /// A text between quotes.
  public static func text(_ name: String, default value: String? = nil, _ summary: String) -> Self {
    Self(name, .text, presence(value.map(Value.text)), summary)
  }

  /// One of a few words.
  public static func word(
    _ name: String, _ words: [String], default value: String? = nil, _ summary: String
  ) -> Self {
    Self(name, .word(words), presence(value.map(Value.text)), summary)
  }

  /// An argument that may be left out and is `none` then.
  public static func optional(_ name: String, _ accepts: ArgumentKind, _ summary: String) -> Self {
    Self(name, accepts, .optional(default: .none), summary)
  }

  private static func presence(_ value: Value?) -> Presence {
    value.map { .optional(default: $0) } ?? .required
  }
}
