/// One line of a cell with the marks below it.
struct Snippet {
  var source: SourceText
  /// Counted from 0.
  var line: Int
  var marks: [Mark]

  struct Mark {
    var span: SourceSpan
    var label: String?
    var isPrimary: Bool
  }

  /// A mark at its columns; at least one wide.
  struct PlacedMark {
    var column: Int
    var width: Int
    var label: String?
    var isPrimary: Bool
  }

  /// Columns of a line that are shown; more would wrap and lose the marks.
  private static let maximumWidth = 110
  /// Columns that stay visible before a mark on a longer line.
  private static let leadingContext = 40

  var title: String {
    // Texts that no person numbered: a silent cell, an expression of the front end.
    let cell = source.number < 0 ? "this cell" : "cell \(source.number)"
    return "\(cell), line \(line + 1)"
  }

  /// The line as it is shown, and its marks in the order in which they were added.
  func layOut() -> (text: String, marks: [PlacedMark]) {
    let line = source.byteRange(ofLine: line)
    let window = window(of: line)
    let display = DisplayLine(source.text(in: window))
    let placed = marks.map { mark in
      let lower = display.column(of: mark.span.lower - window.lowerBound)
      let upper = display.endColumn(of: mark.span.upper - window.lowerBound)
      return PlacedMark(
        column: lower, width: max(upper - lower, 1), label: mark.label, isPrimary: mark.isPrimary)
    }
    if window == line, display.width <= Self.maximumWidth { return (display.text, placed) }
    let isCutBefore = window.lowerBound > line.lowerBound
    let isCutAfter = window.upperBound < line.upperBound
    return cut(display, placed, isCutBefore: isCutBefore, isCutAfter: isCutAfter)
  }

  /// The bytes of a line that are looked at: all, or those around the first mark of a huge line.
  private func window(of line: Range<Int>) -> Range<Int> {
    let reach = 2000
    guard line.count > 2 * reach, let place = marks.first?.span.lower else { return line }
    let middle = min(max(place, line.lowerBound), line.upperBound)
    return max(middle - reach, line.lowerBound)..<min(middle + reach, line.upperBound)
  }

  /// Shows the part of a long line that the first mark is in.
  private func cut(
    _ display: DisplayLine, _ placed: [PlacedMark], isCutBefore: Bool, isCutAfter: Bool
  ) -> (text: String, marks: [PlacedMark]) {
    let first = placed.first?.column ?? 0
    let lower = first < Self.maximumWidth - Self.leadingContext ? 0 : first - Self.leadingContext
    let upper = lower + Self.maximumWidth
    let hasMoreBefore = lower > 0 || isCutBefore
    var text = hasMoreBefore ? "…" : ""
    text += display.text(fromColumn: hasMoreBefore ? lower + 1 : lower, to: upper)
    if upper < display.width || isCutAfter { text += "…" }
    let marks = placed.map { mark in
      var mark = mark
      let end = min(mark.column + mark.width, upper)
      mark.column = min(max(mark.column, lower), upper)
      mark.width = max(end - mark.column, 1)
      mark.column -= lower
      return mark
    }
    return (text, marks)
  }
}

extension SourceText {
  /// The line, counted from 0, that holds a UTF-8 offset; offsets outside count as the nearest.
  package func line(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The bytes of a line, without its end.
  package func byteRange(ofLine line: Int) -> Range<Int> {
    let lower = lineStarts[line]
    let next = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : text.utf8.count
    return lower..<max(next, lower)
  }

  /// The text between two UTF-8 offsets, clamped to what there is.
  package func text(in range: Range<Int>) -> String {
    let bytes = text.utf8.dropFirst(max(range.lowerBound, 0)).prefix(range.count)
    return String(decoding: bytes, as: UTF8.self)
  }
}
