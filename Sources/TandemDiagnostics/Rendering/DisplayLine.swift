/// A line of source as a terminal shows it: what is drawn, and at which column.
struct DisplayLine {
  private var cells: [Cell] = []
  private(set) var width = 0
  private var byteCount = 0

  /// One character as people count them, however many scalars it is made of.
  private struct Cell {
    var text: String
    var byte: Int
    var column: Int
    var width: Int
  }

  private static let tabWidth = 4

  init(_ line: String) {
    for character in line {
      // A line's end may be `\r\n`, of which only `\n` has been cut off.
      if character == "\r" || character == "\r\n" {
        byteCount += character.utf8.count
        continue
      }
      append(character)
    }
  }

  private mutating func append(_ character: Character) {
    let (text, cellWidth) = shown(character)
    cells.append(Cell(text: text, byte: byteCount, column: width, width: cellWidth))
    byteCount += character.utf8.count
    width += cellWidth
  }

  private func shown(_ character: Character) -> (text: String, width: Int) {
    if character == "\t" {
      let count = Self.tabWidth - width % Self.tabWidth
      return (String(repeating: " ", count: count), count)
    }
    guard let first = character.unicodeScalars.first else { return ("", 0) }
    if let picture = first.picture { return (String(picture), 1) }
    return (String(character), character.displayWidth)
  }

  var text: String { cells.map(\.text).joined() }

  /// What is drawn in some of the columns.
  func text(fromColumn lower: Int, to upper: Int) -> String {
    cells.lazy.filter { $0.column >= lower && $0.column + $0.width <= upper }.map(\.text).joined()
  }

  /// The column at which the character with this byte begins; the width, past the end.
  func column(of byte: Int) -> Int {
    guard byte < byteCount else { return width }
    return cells.last { $0.byte <= byte }?.column ?? 0
  }

  /// The column behind the character that ends at, or is cut by, this byte.
  func endColumn(of byte: Int) -> Int {
    guard byte < byteCount else { return width }
    return cells.last { $0.byte < byte }.map { $0.column + $0.width } ?? 0
  }
}

extension Unicode.Scalar {
  /// What is drawn for a character that has no shape or would move others.
  fileprivate var picture: Unicode.Scalar? {
    switch value {
    case 0..<0x20: Unicode.Scalar(0x2400 + value)
    case 0x7F: "\u{2421}"
    case 0x80..<0xA0, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
    default: nil
    }
  }

  /// Whether a terminal draws it two columns wide: East Asian letters and forms, and pictures.
  fileprivate var isWide: Bool {
    switch value {
    case 0..<0x1100: false
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x20000...0x3FFFD:
      true
    default: properties.isEmojiPresentation
    }
  }
}

extension Character {
  fileprivate var displayWidth: Int {
    guard let first = unicodeScalars.first else { return 0 }
    // U+FE0F asks for the coloured picture of what would else be a narrow sign.
    if first.isWide || unicodeScalars.contains("\u{FE0F}") { return 2 }
    return switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: 0
    default: 1
    }
  }
}
