extension Value {
  /// The value as source text of the language, with all digits, so that it can be read back.
  public var sourceText: String {
    switch self {
    case .none: "none"
    case .truth(let value): value ? "true" : "false"
    case .number(let value): value.sourceText
    case .text(let value): value.quotedSourceText
    case .range(let value): "\(value.lowerBound)...\(value.upperBound)"
    case .list(let values): "[" + values.map(\.sourceText).joined(separator: ", ") + "]"
    case .record(let record): "[" + record.argumentText + "]"
    case .object(let object): object.sourceText
    }
  }
}

extension Record {
  /// The entries as labelled arguments: `ink: dense(16), else: relu`, `"heads.ink": 0.5`.
  public var argumentText: String {
    entries.map { "\($0.label.labelSourceText): \($0.value.sourceText)" }.joined(separator: ", ")
  }
}

extension Double {
  /// The number in the language's spelling: whole numbers without a point, all digits otherwise.
  public var sourceText: String {
    guard isFinite else { return isNaN ? "nan" : (self < 0 ? "-inf" : "inf") }
    // Swift writes whole numbers up to 2^53 with a point and a zero.
    guard self == rounded(), magnitude <= 0x1p53 else { return "\(self)" }
    return "\(Int64(self))"
  }
}

extension String {
  /// The text between double quotes, with the language's escapes.
  public var quotedSourceText: String {
    var quoted = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        quoted += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension String {
  /// Whether the language surely reads the text as a name: a letter or `_`, then letters, digits, `_`.
  package var isIdentifier: Bool {
    guard let first = unicodeScalars.first, first == "_" || first.isLetter else { return false }
    return unicodeScalars.allSatisfy { $0 == "_" || $0.isLetter || ("0"..."9").contains($0) }
  }

  /// The text as a label of a record: in quotes where it is no word.
  package var labelSourceText: String { isIdentifier ? self : quotedSourceText }
}

extension Unicode.Scalar {
  fileprivate var isLetter: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }
}
