import TandemCatalog
import TandemDiagnostics

/// How large a value is, all that it holds within counted, as far as a limit.
///
/// `let a = [a, a]`, forty times, would be a text that no memory holds.
struct ValueSize {
  /// How many items, and hundreds of bytes of text, may still be counted.
  private var rest = Interpreter.listLimit
  private var isTooDeep = false

  static let depthLimit = 200

  /// Makes sure that a value that was just made can be shown, compared and taken apart.
  /// - Parameters:
  ///   - value: A list or a record.
  ///   - span: Where it was made.
  /// - Throws: A `Diagnostic`, where it is too large or nested too deep.
  static func check(_ value: Value, at span: SourceSpan) throws {
    var size = Self()
    size.count(value, depth: 0)
    if size.isTooDeep { throw Diagnostic.nestedTooDeep(at: span) }
    if size.rest < 0 { throw Diagnostic.tooManyItems(limit: Interpreter.listLimit, at: span) }
  }

  private mutating func count(_ value: Value, depth: Int) {
    guard rest >= 0, !isTooDeep else { return }
    guard depth <= Self.depthLimit else {
      isTooDeep = true
      return
    }
    switch value {
    case .list(let values):
      rest -= values.count
      for value in values { count(value, depth: depth + 1) }
    case .record(let record):
      rest -= record.entries.count
      for entry in record.entries { count(entry.value, depth: depth + 1) }
    case .text(let text): rest -= text.utf8.count / 100
    default: break
    }
  }
}
