import TandemCatalog
import TandemDiagnostics
import TandemLearning
import TandemTensors

extension MemoryShortage {
  /// What does not fit into memory, and what would.
  func diagnostic(for use: MemoryUse, at place: ErrorPlace) -> Diagnostic {
    let figures =
      "\(FigureText.bytes(neededByteCount)) of memory, "
      + (freeByteCount > 0
        ? "and \(FigureText.bytes(freeByteCount)) are free" : "which the system does not give")
    func error(_ what: String, at argument: String, help: String) -> Diagnostic {
      var error = Diagnostic(
        "not-enough-memory", "\(what) \(figures)", at: place.argument(argument))
      error.help = [help]
      return error
    }
    switch use {
    case .weights:
      return error(
        "weights, their gradients and what an optimizer keeps need", at: "architecture",
        help: "try smaller layers")
    case .step(let rowCount):
      return error(
        "a step on \(FigureText.count(rowCount, "row")) needs", at: "batch",
        help: smallerBatch(than: rowCount, at: place))
    case .gradients(let method, let taskCount, let columnCount):
      return error(
        "'\(method)' looks at the gradients of \(FigureText.count(taskCount, "task")) by "
          + "\(FigureText.count(columnCount)) shared numbers, which needs another", at: "weighting",
        help: "\(Self.lighterMethods) look at inner products alone")
    case .rows(let taskCount):
      return error(
        "the gradients of \(FigureText.count(taskCount, "task")) by what they share need",
        at: "weighting",
        help: "try smaller layers, or one that looks at losses alone, such as 'uncertainty()'")
    case .row:
      return error(
        "what the network makes of a single row needs", at: "architecture",
        help: "try smaller layers")
    }
  }

  /// A batch that fits, and how many of them make the same step.
  private func smallerBatch(than rowCount: Int, at place: ErrorPlace) -> String {
    let values = place.call?.arguments.values
    guard freeByteCount > 0, case .number(let batch)? = values?["batch"],
      case .number(let before)? = values?["accumulate"]
    else { return "try smaller layers, or a smaller batch" }
    let rows = Int(min(batch, Double(rowCount)))
    let parts = max((Double(neededByteCount) / Double(max(freeByteCount, 1))).rounded(.up), 2)
    guard parts <= Double(rows) else { return "try smaller layers" }
    // In pieces of one size every row counts as it did.
    var count = Int(parts)
    while rows % count != 0 { count += 1 }
    return "try smaller layers, or 'batch: \(rows / count), "
      + "accumulate: \(Int(min(Double(count) * before, 1e15)))', which takes the same rows in pieces"
  }

  /// Some gradient methods that need no copy of the gradients.
  private static var lighterMethods: String {
    let names = Weightings.all.map(\.descriptor)
      .filter { $0.needs.contains(.gramian) && !$0.needs.contains(.jacobian) }
      .map { "'\($0.name)'" }
    return names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " and others" : "")
  }
}

extension MemoryShortage: ExplainableError {
  func diagnostic(at place: ErrorPlace) -> Diagnostic { diagnostic(for: .weights, at: place) }
}
