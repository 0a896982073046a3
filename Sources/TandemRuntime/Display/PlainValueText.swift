import TandemCatalog

/// Values that show as the text that makes them; long ones are cut.
enum PlainValueText {
  private static let itemLimit = 100
  private static let lineLength = 88

  static func text(of value: Value) -> String {
    switch value {
    case .list(let values) where values.count > itemLimit:
      let shown = values.prefix(itemLimit).map(\.sourceText)
      return wrapped(shown + ["… \(FigureText.count(values.count - itemLimit)) more"], "[", "]")
    case .list(let values): return wrapped(values.map(\.sourceText), "[", "]")
    case .record(let record):
      let entries = record.entries.map { "\($0.label): \(text(of: $0.value))" }
      return wrapped(entries, "[", "]")
    case .object: return ReadableSource.text(value.sourceText)
    default: return value.sourceText
    }
  }

  /// Items on one line if they fit, else in lines that are indented by the bracket.
  private static func wrapped(_ items: [String], _ open: String, _ close: String) -> String {
    let whole = open + items.joined(separator: ", ") + close
    guard whole.count > lineLength else { return whole }
    var lines: [String] = []
    var line = open
    for (index, item) in items.enumerated() {
      let piece = item + (index == items.count - 1 ? close : ",")
      if line.count > 1, line.count + piece.count + 1 > lineLength {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? " " : line == open ? "" : " ") + piece
    }
    return (lines + [line]).joined(separator: "\n")
  }
}
