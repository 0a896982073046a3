import Foundation

/// A file of `Tests/Cells`: cells of the language, some with errors and how these are told.
package struct CellFile: Sendable, CustomStringConvertible {
  package var path: String
  package var cases: [CellCase]
  package var description: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// All files of a folder with the suffix `.cells`, by name.
  package static func all(in folder: String) -> [CellFile] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".cells") }.sorted().compactMap { name in
      let path = folder + "/" + name
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
      return CellFile(path: path, text: text)
    }
  }

  /// The folder of the repository.
  package static var folder: String { TestFolders.root + "/Tests/Cells" }

  package init(path: String, text: String) {
    self.path = path
    cases = text.components(separatedBy: "\n=== ").enumerated().compactMap { index, part in
      // What stands before the first case is for the reader.
      if index == 0, !part.hasPrefix("=== ") { return nil }
      return CellCase(part.hasPrefix("=== ") ? String(part.dropFirst(4)) : part, file: path)
    }
  }

  /// Writes the cases back with the errors that they have now.
  package func record(_ told: [String]) throws {
    let text = zip(cases, told).map { cell, told in
      let title =
        cell.ids.isEmpty ? cell.title : cell.ids.joined(separator: " ") + ": " + cell.title
      return "=== \(title)\n\(cell.marked)\n" + (told.isEmpty ? "" : "---\n\(told)\n")
    }
    try text.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
  }
}

/// One cell: its text, the places that are marked as wrong, and the errors as they are told.
package struct CellCase: Sendable, CustomStringConvertible {
  package var file: String
  /// The ids of its errors in order; empty for a cell without any.
  package var ids: [String]
  package var title: String
  /// The text with `«` and `»` around what is wrong.
  package var marked: String
  /// The text as it would run.
  package var source: String
  /// The marked places in UTF-8 offsets of `source`, in order.
  package var marks: [Range<Int>]
  package var told: String
  package var description: String { (ids + [title]).joined(separator: " ") }

  init(_ text: String, file: String) {
    self.file = file
    var lines = text.components(separatedBy: "\n")
    let heading = lines.removeFirst()
    if let colon = heading.range(of: ": ") {
      ids = heading[..<colon.lowerBound].split(separator: " ").map(String.init)
      title = String(heading[colon.upperBound...])
    } else {
      ids = []
      title = heading
    }
    let bar = lines.firstIndex(of: "---") ?? lines.count
    marked = lines[..<bar].joined(separator: "\n").trimmingSuffix("\n")
    told = lines[min(bar + 1, lines.count)...].joined(separator: "\n").trimmingSuffix("\n")
    (source, marks) = Self.split(marked)
  }

  private static func split(_ marked: String) -> (String, [Range<Int>]) {
    var source = ""
    var open: [Int] = []
    var marks: [Range<Int>] = []
    for character in marked.unicodeScalars {
      switch character {
      case "«": open.append(source.utf8.count)
      case "»": if let lower = open.popLast() { marks.append(lower..<source.utf8.count) }
      default: source.unicodeScalars.append(character)
      }
    }
    return (source, marks.sorted { $0.lowerBound < $1.lowerBound })
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    var text = self
    while text.hasSuffix(suffix) { text.removeLast(suffix.count) }
    return text
  }
}
