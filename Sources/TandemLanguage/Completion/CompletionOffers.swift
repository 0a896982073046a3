import TandemCatalog

/// What may stand at a place, the likeliest first, whatever has been written of it.
struct CompletionOffers {
  typealias Match = CompletionList.Match

  private let context: CursorContext
  private var scan: CursorScan { context.scan }

  init(_ context: CursorContext) {
    self.context = context
  }

  /// What fits the place.
  func fitting() -> [Match] {
    if scan.last?.sign == .dot, !scan.tokens.isEmpty { return parts() }
    if scan.last?.sign == .arrow { return values(of: .layer) }
    let slot = context.slot()
    if slot.isAtStart { return labels(slot) + starts(slot) }
    if scan.endsValue(scan.tokens.count - 1) { return joiningWords() }
    return expression(slot)
  }

  /// All names there are.
  func everything() -> [Match] { names() + functions() + literals() }

  // MARK: Places

  /// After the word that begins a declaration stands a name that is new.
  var isNewName: Bool {
    guard let last = scan.last, last.startsLine, let word = last.word else { return false }
    return DeclarationKind(rawValue: word) != nil
  }

  private func starts(_ slot: CursorContext.Slot) -> [Match] {
    let isStatement = scan.opener(before: scan.tokens.count) == nil
    let kinds =
      isStatement ? DeclarationKind.allCases.map { Match($0.rawValue, type: "keyword") } : []
    return kinds + expression(slot)
  }

  private func expression(_ slot: CursorContext.Slot) -> [Match] {
    guard let accepts = slot.accepts else { return everything() }
    return accepts.alternatives.flatMap(offers)
  }

  private func offers(_ kind: ArgumentKind) -> [Match] {
    switch kind {
    case .word(let words): words.map { Match($0, type: "value") }
    case .truth: ["true", "false"].map { Match($0, type: "keyword") } + values(of: .truth)
    case .object(let kind): values(of: kind)
    case .list(let element), .record(let element): element.alternatives.flatMap(offers)
    case .formula: signals() + values(of: .number)
    case .topic: everything() + ValueKind.allCases.map { Match($0.rawValue, type: "keyword") }
    case .text: values(of: .text)
    case .number: values(of: .number) + numberFunctions()
    case .any, .seeds, .oneOf: everything()
    }
  }

  /// Behind a value: words that join it with another.
  private func joiningWords() -> [Match] {
    let words: [ReservedWord] = [.and, .or, .in, .if, .else, .for]
    return words.map { Match($0.rawValue, type: "keyword") }
  }

  // MARK: Names

  /// Values of a kind, and functions that make one.
  private func values(of kind: ValueKind) -> [Match] {
    // A column begins with its data's name.
    let kinds: [ValueKind?] = kind == .column ? [.column, .data, nil] : [kind, nil]
    let values = names { kinds.contains($0.kind) }
    let functions = functions { $0.result == kind }
    switch kind {
    case .weighting: return values + functions + signals()
    case .column: return values + functions + numberFunctions()
    default: return values + functions
    }
  }

  /// Functions such as `log`, whose result depends on what they are given.
  private func numberFunctions() -> [Match] {
    functions { function in
      function.result == nil
        && function.arguments.contains {
          $0.accepts.mayTake(.number) && $0.accepts.mayTake(.column) && $0.accepts != .any
        }
    }
  }

  private func names(where isIncluded: (ValueFacts) -> Bool = { _ in true }) -> [Match] {
    context.names.values.filter { isIncluded($0.value) }
      .map { Match($0.key, type: "instance", signature: $0.value.kind?.phrase) }
      .sorted { $0.text < $1.text }
  }

  private func functions(where isIncluded: (MethodDescriptor) -> Bool = { _ in true }) -> [Match] {
    let all = context.catalog.functions.merging(context.names.functions) { $1 }
    return all.values.filter(isIncluded).map(match).sorted { $0.text < $1.text }
  }

  private func match(_ function: MethodDescriptor) -> Match {
    Match(function.name, type: "function", signature: function.signature)
  }

  private func signals() -> [Match] {
    FormulaSignals.names.map { Match($0, type: "value", signature: "a signal of the step") }
      + FormulaSignals.functions.map { Match($0.name, type: "function") }
  }

  private func literals() -> [Match] {
    let words: [ReservedWord] = [.true, .false, .none, .not]
    return words.map { Match($0.rawValue, type: "keyword") }
  }

  // MARK: Labels and parts

  private func labels(_ slot: CursorContext.Slot) -> [Match] {
    if slot.takesRecordLabels { return taskLabels() + [Match("else: ", type: "property")] }
    guard let method = slot.method else { return [] }
    let open = method.arguments.contains(where: \.takesLabels) ? taskLabels() : []
    let labels = method.arguments.filter { argument in
      !argument.isVariadic && !argument.takesLabels && !slot.givenLabels.contains(argument.name)
    }
    return open
      + labels.map { Match("\($0.name): ", type: "property", signature: $0.accepts.phrase) }
  }

  /// Heads and fixed weights are labelled by tasks.
  private func taskLabels() -> [Match] {
    names { $0.kind == .task }.map { Match("\($0.text): ", type: "property", signature: "a task") }
  }

  /// What stands after the `.` before the cursor.
  private func parts() -> [Match] {
    guard scan.tokens.count >= 2 else { return [] }
    let facts = context.facts(ofValueEndingAt: scan.tokens.count - 2)
    let columns = (facts.columns ?? []).filter(\.isName).map {
      Match($0, type: "property", signature: "a column")
    }
    let labels = (facts.labels ?? []).map { Match($0, type: "property") }
    guard let kind = facts.kind else { return columns + labels }
    let members = context.catalog.members(of: kind).map {
      Match($0.name, type: "property", signature: $0.summary)
    }
    return columns + labels + members + context.catalog.methods(of: kind).map(match)
  }
}

extension String {
  /// Whether the text can stand after a `.`.
  fileprivate var isName: Bool {
    unicodeScalars.first?.startsName == true && unicodeScalars.allSatisfy(\.continuesName)
  }
}
