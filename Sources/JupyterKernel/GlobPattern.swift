/// A pattern that a whole text must fit: `*` stands for any text, `?` for one character, `[a-z]` for one of a set.
struct GlobPattern {
  private enum Part {
    case anyText
    case one(of: [ClosedRange<Unicode.Scalar>], isNegated: Bool)
  }

  private let parts: [Part]

  init(_ pattern: String) {
    var parts: [Part] = []
    var rest = Array(pattern.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "*": parts.append(.anyText)
      case "?": parts.append(.one(of: [], isNegated: true))
      case "[": parts.append(Self.set(&rest) ?? .one(of: ["["..."["], isNegated: false))
      default: parts.append(.one(of: [scalar...scalar], isNegated: false))
      }
    }
    self.parts = parts
  }

  /// Reads the rest of `[…]`; without a closing bracket nothing is taken, and the bracket is itself.
  private static func set(_ rest: inout ArraySlice<Unicode.Scalar>) -> Part? {
    var scalars = rest
    let isNegated = scalars.first == "!" || scalars.first == "^"
    if isNegated { scalars.removeFirst() }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while let scalar = scalars.popFirst() {
      if scalar == "]", !ranges.isEmpty {
        rest = scalars
        return .one(of: ranges, isNegated: isNegated)
      }
      let ahead = scalars.prefix(2)
      if ahead.count == 2, ahead.first == "-", let end = ahead.last, end != "]", end >= scalar {
        ranges.append(scalar...end)
        scalars.removeFirst(2)
      } else {
        ranges.append(scalar...scalar)
      }
    }
    return nil
  }

  /// Whether all of `text` fits; takes at most length of text × length of pattern steps.
  func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var part = 0
    var position = 0
    // Where to go on if the text that the last `*` stands for was too short.
    var retry: (part: Int, position: Int)?
    while position < scalars.count {
      if part < parts.count, fits(scalars[position], parts[part]) {
        part += 1
        position += 1
      } else if part < parts.count, case .anyText = parts[part] {
        retry = (part, position)
        part += 1
      } else if let last = retry {
        retry = (last.part, last.position + 1)
        part = last.part + 1
        position = last.position + 1
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { if case .anyText = $0 { true } else { false } }
  }

  private func fits(_ scalar: Unicode.Scalar, _ part: Part) -> Bool {
    guard case .one(let ranges, let isNegated) = part else { return false }
    return ranges.contains { $0.contains(scalar) } != isNegated
  }
}
