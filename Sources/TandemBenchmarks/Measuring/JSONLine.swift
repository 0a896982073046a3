/// One line of JSON, its members in the order in which they are added.
struct JSONLine {
  private var members: [String] = []

  /// Adds a word of ours, which has nothing to escape.
  mutating func add(_ name: String, _ text: String) { members.append("\"\(name)\": \"\(text)\"") }

  /// Adds a whole number.
  mutating func add(_ name: String, _ number: Int) { members.append("\"\(name)\": \(number)") }

  /// Adds a number, rounded to some digits after the point.
  mutating func add(_ name: String, _ number: Double, digits: Int) {
    let factor = (0..<digits).reduce(1.0) { power, _ in power * 10 }
    members.append("\"\(name)\": \((number * factor).rounded() / factor)")
  }

  var text: String { "{" + members.joined(separator: ", ") + "}" }
}
