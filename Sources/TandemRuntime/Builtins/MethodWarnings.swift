import TandemDiagnostics
import TandemLearning

extension Invocation {
  /// Shows what methods found in a run that a person should know, each thing once.
  func warn(of notes: some Sequence<RunNote>) {
    let warnings = notes.map { note in
      var warning = Diagnostic(
        "method-note", "'\(note.method)' at step \(note.step): \(note.note.finding.words)",
        at: ErrorPlace(interpreter: interpreter, call: self).weighting,
        label: note.note.response.words)
      warning.severity = .warning
      return warning
    }
    guard !warnings.isEmpty, !context.isSilent else { return }
    let sources = interpreter.sources
    context.output.display(
      SessionBundle([
        "text/plain": PlainTextRenderer().render(warnings, from: sources),
        "text/html": HTMLRenderer().render(warnings, from: sources),
      ]), id: nil, isUpdate: false)
  }
}

extension Comparison.Row {
  /// What methods found in the runs of a mix, in one line; `nil` if nothing.
  var methodNotes: String? {
    var words: [String] = []
    for note in runs.flatMap(\.state.notes) where !words.contains(note.note.words) {
      words.append(note.note.words)
    }
    guard !words.isEmpty else { return nil }
    return "\(title): \(words.map { ControlText.cut($0, to: 160) }.joined(separator: "; "))."
  }
}
