/// Lines of small type under a picture.
struct Caption {
  private let lines: [String]
  private static let lineHeight = 15.0

  init(_ text: String?, width: Double) {
    lines = TextMetrics.wrapped(
      text ?? "", size: 11, limit: width - 2 * Heading.margin, lines: 4)
  }

  /// The room that the lines take, with what parts them from the picture.
  var height: Double { lines.isEmpty ? 0 : Double(lines.count) * Self.lineHeight + 8 }

  /// The lines above the lower edge of the picture.
  func elements(bottom: Double) -> [SVGElement] {
    lines.enumerated().map { index, line in
      let fromBottom = Double(lines.count - 1 - index) * Self.lineHeight + 14
      return .text(
        line, at: Position(Heading.margin, bottom - fromBottom), size: 11, paint: .muted)
    }
  }
}
