package import TandemCatalog
package import TandemDiagnostics

extension Diagnostic {
  /// Arguments that do not fit a function, at the places where they were written.
  ///
  /// The checker and the interpreter both use it. `place` is the whole call or the bare name.
  package static func argument(
    _ error: ArgumentError, of method: MethodDescriptor, in call: Call?, at place: SourceSpan
  ) -> Self {
    switch error {
    case .unknownLabel(let label, let index):
      return unknownLabel(label, of: method, in: call, at: labelPlace(index, call) ?? place)
    case .givenTwice(let name, let first, let second):
      return givenTwice(
        name, at: labelPlace(second, call) ?? place, first: labelPlace(first, call))
    case .tooMany(let index, let limit):
      return tooManyArguments(of: method, limit, at: valuePlace(index, call) ?? place)
    case .missing(let name):
      return missingArgument(name, of: method, at: call?.calleeName ?? place)
    case .wrongKind(let name, let index, let expected, let actual):
      return wrongArgument(
        name, expected, .kind(actual), at: valuePlace(index, call) ?? place, isItem: false)
    case .outOfRange(let name, let index, let expected, let actual):
      let label = call.flatMap {
        $0.arguments.indices.contains(index) ? $0.arguments[index].label : nil
      }
      if case .formula = expected {
        return negativeWeight(of: label?.name ?? name, at: valuePlace(index, call) ?? place)
      }
      return wrongArgument(
        name, expected, .value(actual), at: valuePlace(index, call) ?? place, isItem: false)
    }
  }

  private static func labelPlace(_ index: Int, _ call: Call?) -> SourceSpan? {
    guard let call, call.arguments.indices.contains(index) else { return nil }
    return call.arguments[index].label?.span ?? call.arguments[index].value.span
  }

  private static func valuePlace(_ index: Int, _ call: Call?) -> SourceSpan? {
    guard let call, call.arguments.indices.contains(index) else { return nil }
    return call.arguments[index].value.span
  }

  private static func unknownLabel(
    _ label: String, of method: MethodDescriptor, in call: Call?, at span: SourceSpan
  ) -> Self {
    var error = Self("unknown-label", "'\(method.name)' has no argument '\(label)'", at: span)
    let given = Set(call?.arguments.compactMap { $0.label?.name } ?? [])
    let names = method.arguments.filter { !$0.isVariadic && !$0.takesLabels }.map(\.name)
    // What is not given yet is the likelier: 'experts' before 'expert' where a block has that one.
    let known = names.filter { !given.contains($0) } + names.filter(given.contains)
    error.suggest(known, for: label, else: "")
    error.help = [method.signature]
    return error
  }

  private static func givenTwice(_ name: String, at span: SourceSpan, first: SourceSpan?) -> Self {
    var error = Self("label-twice", "'\(name)' is given twice", at: span)
    if let first { error.related = [Related(first, "given here first")] }
    return error
  }

  private static func tooManyArguments(
    of method: MethodDescriptor, _ limit: Int, at span: SourceSpan
  ) -> Self {
    let count = limit == 0 ? "no arguments" : limit == 1 ? "one argument" : "\(limit) arguments"
    var error = Self("too-many-arguments", "'\(method.name)' takes \(count)", at: span)
    error.label = "one too many"
    error.help = [method.signature]
    return error
  }

  private static func missingArgument(
    _ name: String, of method: MethodDescriptor, at span: SourceSpan
  ) -> Self {
    var error = Self("missing-argument", "'\(method.name)' needs its argument '\(name)'", at: span)
    error.help = [method.signature]
    return error
  }

  /// A value that its argument does not take; `isItem` where it is one of a list's or a record's.
  static func wrongArgument(
    _ name: String, _ accepts: ArgumentKind, _ wrong: Misfit, at span: SourceSpan, isItem: Bool
  ) -> Self {
    let subject = isItem ? "each item of '\(name)' is" : "'\(name)' takes"
    switch wrong {
    case .kind(let kind):
      return Self("wrong-argument", "\(subject) \(accepts.phrase), not \(kind.phrase)", at: span)
    case .word(let word), .value(.text(let word)):
      var error = Self("wrong-argument", "\(subject) \(accepts.phrase), not '\(word)'", at: span)
      error.suggest(accepts.words, for: word, else: "")
      error.help = []
      return error
    case .value(let value):
      let text = value.sourceText
      let shown = text.count > 40 ? value.kind.phrase : text
      return Self("out-of-range", "\(subject) \(accepts.phrase), not \(shown)", at: span)
    }
  }
}

extension Call {
  /// The function's name in a call, the least to underline where the call as a whole is wrong.
  fileprivate var calleeName: SourceSpan {
    if case .member(_, let name) = callee.node { name.span } else { callee.span }
  }
}
