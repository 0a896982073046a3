import TandemCatalog
import TandemLearning
import TandemNetworks

/// Source text with less to read: `dense(64) -> relu` for `dense(size: 64) -> relu()`.
///
/// It still means the same where no value of the session hides a function's name.
enum ReadableSource {
  /// For each method of the field, the label of its first argument, if it says nothing new.
  private static let firstLabels: [String: String] = {
    var labels: [String: String] = [:]
    let entries =
      Layers.all + Optimizers.all + Schedules.all + Losses.all + Metrics.all + Architectures.all
      + Weightings.all + StopRules.all
    for entry in entries {
      let first = entry.descriptor.arguments.first
      // Of two weightings in a table the number alone would not say what was set: cagrad(c: 0.4).
      let isSetting = entry.descriptor.result == .weighting && first?.accepts.isNumber == true
      let isNamed = first?.takesLabels == true || isSetting
      labels[entry.descriptor.name] = isNamed ? "" : first?.name ?? ""
    }
    return labels
  }()

  /// The text without empty brackets and without the label of a method's first argument.
  static func text(_ source: String) -> String {
    var readable = ""
    var rest = Substring(source)
    while let character = rest.first {
      if character == "\"" {
        readable += quoted(from: &rest)
      } else if character.isLetter || character == "_" {
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        rest = rest[name.endIndex...]
        readable += name
        let isMember = readable.dropLast(name.count).last == "."
        guard !isMember, let label = firstLabels[String(name)], rest.hasPrefix("(") else {
          continue
        }
        if rest.hasPrefix("()") {
          rest = rest.dropFirst(2)
        } else if !label.isEmpty, rest.hasPrefix("(\(label): ") {
          readable += "("
          rest = rest.dropFirst(label.count + 3)
        }
      } else {
        readable.append(character)
        rest = rest.dropFirst()
      }
    }
    return readable
  }

  /// A text between quotes, whole.
  private static func quoted(from rest: inout Substring) -> String {
    var text = "\""
    rest = rest.dropFirst()
    var isEscaped = false
    while let character = rest.first {
      text.append(character)
      rest = rest.dropFirst()
      if character == "\"", !isEscaped { break }
      isEscaped = character == "\\" && !isEscaped
    }
    return text
  }
}

extension ArgumentKind {
  fileprivate var isNumber: Bool {
    if case .number = self { true } else { false }
  }
}
