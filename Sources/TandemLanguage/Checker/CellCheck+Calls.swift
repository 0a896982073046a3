import TandemCatalog
import TandemDiagnostics

extension CellCheck {
  mutating func visitCall(_ call: Call, at place: SourceSpan, expecting expected: ValueKind?)
    -> ValueFacts
  {
    switch call.callee.node {
    case .missing:
      visitArguments(of: call)
      return .unknown
    case .name(let name) where halfReadNames.contains(name):
      visitArguments(of: call)
      return ValueFacts(value(name)?.kind)
    case .name(let name):
      if let function = function(name) { return visitArguments(of: call, to: function, at: place) }
      visitArguments(of: call)
      if let facts = value(name) {
        report(.notAFunction(name, facts.kind, at: call.callee.span))
      } else {
        reportUnknown(name, at: call.callee.span, expecting: expected, isCalled: true)
      }
      return .unknown
    case .member(let owner, let name):
      return visitMethodCall(call, of: owner, name, at: place)
    default:
      visit(call.callee)
      visitArguments(of: call)
      report(.notCallable(at: call.callee.span))
      return .unknown
    }
  }

  /// Arguments of something that is unknown: they may be wrong in themselves all the same.
  mutating func visitArguments(of call: Call) {
    for argument in call.arguments where !mayBeWord(argument) { visit(argument.value) }
  }

  /// Where the function is unknown, a bare name behind a label may be a word that it takes.
  private func mayBeWord(_ argument: CallArgument) -> Bool {
    if argument.label != nil, case .name = argument.value.node { true } else { false }
  }

  /// Checks the arguments of a call; all that are wrong are told, not only the first.
  mutating func visitArguments(
    of call: Call, to method: MethodDescriptor, at place: SourceSpan
  ) -> ValueFacts {
    var kept = Array(call.arguments.indices)
    var places: [Int] = []
    var hasWrongLabel = false
    while true {
      do {
        places = try method.places(of: kept.map { call.arguments[$0].label?.name })
        break
      } catch {
        let wrong = error.writtenIndex ?? 0
        report(.argument(error.moved(to: kept), of: method, in: call, at: place))
        // What it was meant for is not known, but what it says can be checked, unless it is a word
        // that an argument takes, whose name this was to be.
        let value = call.arguments[kept[wrong]].value
        if !isWord(value, of: method) { visit(value) }
        kept.remove(at: wrong)
        hasWrongLabel = true
        if diagnostics.count > Parser.maximumErrorCount { return .unknown }
      }
    }
    for (index, argument) in zip(kept, places) {
      check(call.arguments[index], against: method.arguments[argument])
    }
    let open = zip(kept, places).filter { method.arguments[$1].takesLabels }
    checkOpenLabels(open.map(\.0), of: call)
    if !hasWrongLabel, !isUnread(place) { checkMissing(places, of: method, in: call, at: place) }
    return ValueFacts(method.result)
  }

  /// Whether a value is a bare word that one of a function's arguments takes.
  private func isWord(_ value: Expression, of method: MethodDescriptor) -> Bool {
    guard case .name(let word) = value.node else { return false }
    return method.arguments.contains { $0.accepts.words.contains(word) }
  }

  private mutating func checkMissing(
    _ places: [Int], of method: MethodDescriptor, in call: Call, at place: SourceSpan
  ) {
    let given = Set(places)
    for (index, argument) in method.arguments.enumerated() {
      guard !given.contains(index), argument.defaultValue == nil else { continue }
      return report(.argument(.missing(argument.name), of: method, in: call, at: place))
    }
  }

  /// Labels that the caller chooses, as the tasks of `fixed`, may not stand twice either.
  private mutating func checkOpenLabels(_ indices: [Int], of call: Call) {
    checkLabels(
      indices.compactMap { index in
        let argument = call.arguments[index]
        return argument.label.map { LabelledExpression($0, argument.value) }
      })
  }
}

extension ArgumentError {
  /// The written argument that the error is about.
  var writtenIndex: Int? {
    switch self {
    case .unknownLabel(_, let index), .givenTwice(_, _, let index), .tooMany(let index, _),
      .wrongKind(_, let index, _, _), .outOfRange(_, let index, _, _):
      index
    case .missing: nil
    }
  }

  /// The same error where only some of a call's arguments, `kept`, were counted.
  fileprivate func moved(to kept: [Int]) -> Self {
    switch self {
    case .unknownLabel(let label, let index): .unknownLabel(label, index: kept[index])
    case .givenTwice(let name, let first, let second):
      .givenTwice(name, first: kept[first], second: kept[second])
    case .tooMany(let index, let limit): .tooMany(index: kept[index], limit: limit)
    case .missing, .wrongKind, .outOfRange: self
    }
  }
}
