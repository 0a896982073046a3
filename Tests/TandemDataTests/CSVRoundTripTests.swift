import TestSupport
import Testing

@testable import TandemData

@Suite struct CSVRoundTripTests {
  @Test("random tables survive being written and read")
  func roundTrip() {
    forAll(count: 300) { source in
      let rowCount = source.whole(1...40)
      var columns: [(name: String, values: ColumnValues)] = []
      for index in 0..<source.whole(1...6) {
        columns.append(("c\(index) \(word(&source))", draw(rowCount, &source)))
      }
      let table = Table(columns, rowCount: rowCount)
      var format = CSVReader.Format()
      format.separator = source.element(of: [",", ";", "\t", "|", " "])
      let end = source.element(of: ["\n", "\r\n", "\r"])
      let mark = source.oneIn(4) ? "\u{FEFF}" : ""
      let text = mark + write(table, separator: format.separator, end: end, &source)
      let again = try CSVReader.read(Array(text.utf8), path: "data.csv", format: format)
      try #require(again.rowCount == rowCount)
      try #require(again.names == table.names)
      for name in table.names {
        try #require(same(again[name], table[name]), "\(name) of \(text.debugDescription)")
      }
    }
  }

  /// A column with some empty cells but not only those, as a file could not say its type.
  private func draw(_ rowCount: Int, _ source: inout RandomSource) -> ColumnValues {
    func isEmpty(_ row: Int) -> Bool { row > 0 && source.oneIn(5) }
    switch source.whole(0...2) {
    case 0:
      let scale = source.element(of: [1, 1e-7, 1e15, 3e200])
      return .numbers((0..<rowCount).map { isEmpty($0) ? .nan : source.number(-1...1) * scale })
    case 1:
      return .truths((0..<rowCount).map { isEmpty($0) ? .nan : Double(source.whole(0...1)) })
    default:
      let words = (0..<rowCount).map { isEmpty($0) ? nil : "w" + word(&source) }
      let levels = Set(words.compactMap { $0 }).sorted()
      return .categories(
        codes: words.map { $0.flatMap(levels.firstIndex) ?? -1 }, levels: levels)
    }
  }

  private func word(_ source: inout RandomSource) -> String {
    let parts = ["a", "B", "7", " ", ",", ";", "\"", "\n", "\r\n", "\r", "é", "🎲", "|", "\t", "-"]
    return source.list(0...5) { $0.element(of: parts) }.joined()
  }

  /// The table as text, each field in quotes where it needs them, and sometimes where it does not.
  private func write(
    _ table: Table, separator: Character, end: String, _ source: inout RandomSource
  ) -> String {
    func field(_ text: String) -> String {
      let needsQuotes =
        text.contains { "\"\n\r\t \u{FEFF}".contains($0) || $0.isNewline }
        || text.contains(separator) || source.oneIn(6)
      return needsQuotes
        ? "\""
          + text.split(separator: "\"", omittingEmptySubsequences: false)
          .joined(separator: "\"\"") + "\"" : text
    }
    var lines = [table.names.map(field).joined(separator: String(separator))]
    for row in 0..<table.rowCount {
      let cells = table.names.map { name -> String in
        switch table[name] {
        case .numbers(let values)?: return values[row].isNaN ? "NA" : field("\(values[row])")
        case .truths(let values)?:
          let words = source.element(of: [["false", "true"], ["False", "TRUE"]])
          return values[row].isNaN ? "?" : field(words[Int(values[row])])
        case .categories(let codes, let levels)?:
          return codes[row] < 0 ? "\"\"" : field(levels[codes[row]])
        default: return ""
        }
      }
      lines.append(cells.joined(separator: String(separator)))
    }
    return lines.joined(separator: end) + (source.oneIn(2) ? end : "")
  }

  private func same(_ a: ColumnValues?, _ b: ColumnValues?) -> Bool {
    switch (a, b) {
    case (.numbers(let x)?, .numbers(let y)?), (.truths(let x)?, .truths(let y)?):
      x.count == y.count && zip(x, y).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
    default: a == b
    }
  }
}
