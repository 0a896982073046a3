package import TandemCatalog
import TandemDiagnostics

/// Finds what could stand at a cursor.
package struct Completer {
  private let catalog: Catalog
  private let names: SessionNames
  private let parts: PartReader

  /// Creates a completer; `parts` knows more of the session's values than `names` tells.
  package init(
    catalog: Catalog, names: SessionNames, parts: @escaping PartReader = { _ in nil }
  ) {
    self.catalog = catalog
    self.names = names
    self.parts = parts
  }

  /// What could stand at a cursor, which counts Unicode scalars; one outside the text is clamped.
  package func complete(_ code: String, cursor: Int) -> CompletionList {
    let scan = CursorScan(code, cursor: cursor)
    let context = CursorContext(scan, catalog: catalog, names: names, parts: parts)
    switch scan.ending {
    case .comment: return list([], replacing: scan.wordRange, in: scan)
    case .text(let lower): return columnsInText(from: lower, context)
    case .code: break
    }
    let offers = CompletionOffers(context)
    if offers.isNewName || scan.isInNumber { return list([], replacing: scan.wordRange, in: scan) }
    let fitting = matching(offers.fitting(), scan.word)
    // Where nothing that fits begins so, what is there at all is better than silence.
    let found =
      fitting.isEmpty && !scan.word.isEmpty ? matching(offers.everything(), scan.word) : fitting
    return list(found, replacing: scan.wordRange, in: scan)
  }

  private func matching(_ offers: [CompletionList.Match], _ word: String) -> [CompletionList.Match]
  {
    let wanted = word.lowercased()
    var seen: Set<String> = []
    return offers.filter { $0.text.lowercased().hasPrefix(wanted) && seen.insert($0.text).inserted }
  }

  /// Inside the quotes of `houses["…"]`, the columns of the data.
  private func columnsInText(from lower: Int, _ context: CursorContext) -> CompletionList {
    let scan = context.scan
    let range = lower + 1..<scan.wordRange.lowerBound
    let written = scan.source.text(in: range)
    let tokens = scan.tokens
    // The text itself is the last token, the bracket the one before.
    guard tokens.count >= 3, tokens[tokens.count - 2].sign == .openSquare,
      let columns = context.facts(ofValueEndingAt: tokens.count - 3).columns
    else { return list([], replacing: scan.wordRange, in: scan) }
    let matches = columns.filter { $0.hasPrefix(written) }.map {
      CompletionList.Match($0, type: "property", signature: "a column")
    }
    return list(matches, replacing: range, in: scan)
  }

  private func list(
    _ matches: [CompletionList.Match], replacing range: Range<Int>, in scan: CursorScan
  ) -> CompletionList {
    let start = scan.source.text(in: 0..<range.lowerBound).unicodeScalars.count
    let length = scan.source.text(in: range).unicodeScalars.count
    return CompletionList(matches: matches, start: start, end: start + length)
  }
}
