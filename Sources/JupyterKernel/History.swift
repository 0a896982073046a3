/// The cells of this session, kept in memory.
struct History {
  /// The number of the session; the only one that there is.
  static let session = 1

  struct Entry: Equatable {
    var line: Int
    var input: String
    /// The value that the cell showed, as plain text.
    var output: String?
  }

  private var entries: [Entry] = []

  mutating func append(_ entry: Entry) { entries.append(entry) }

  /// The last so many cells.
  func tail(_ count: Int) -> [Entry] { Array(entries.suffix(max(0, count))) }

  /// The cells with numbers from `start`, up to but not with `stop`.
  func range(session: Int, start: Int, stop: Int?) -> [Entry] {
    // 0 is the session that runs, and there are no others to count back to.
    guard session == 0 || session == Self.session else { return [] }
    return entries.filter { $0.line >= start && $0.line < stop ?? .max }
  }

  /// The last so many cells that fit a pattern; `isUnique` keeps the latest of equal ones.
  func search(_ pattern: GlobPattern, count: Int?, isUnique: Bool) -> [Entry] {
    var seen: Set<String> = []
    var found = Array(entries.reversed().filter { pattern.matches($0.input) })
    if isUnique { found = found.filter { seen.insert($0.input).inserted } }
    return found.prefix(max(0, count ?? .max)).reversed()
  }
}
