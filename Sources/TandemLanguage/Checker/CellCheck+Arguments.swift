import TandemCatalog
import TandemDiagnostics

extension CellCheck {
  /// Checks a value against the argument that it was written for.
  mutating func check(_ written: CallArgument, against argument: ArgumentDescriptor) {
    if let fallback = argument.defaultValue, written.value.constant == fallback { return }
    let name = argument.takesLabels ? written.label?.name ?? argument.name : argument.name
    let count = diagnostics.count
    check(written.value, as: argument.accepts, of: name)
    // Where there is no choice, why there is none is what is asked next.
    if case .word(let words) = argument.accepts, words.count == 1, count < diagnostics.count {
      diagnostics[count].help.append(argument.summary)
    }
  }

  private mutating func check(_ value: Expression, as accepts: ArgumentKind, of name: String) {
    if case .name(let word) = value.node {
      if accepts.words.contains(word) { return }
      if accepts.takesTopic { return visitTopic(word, at: value.span) }
    }
    if accepts.takesTopic, case .member(let owner, _) = value.node {
      visit(owner)
      return
    }
    if accepts.takesFormula {
      return checkFormula(value, of: name)
    }
    switch value.node {
    case .list(let items):
      if let element = accepts.listElement {
        for item in items { checkItem(item, as: element, of: name) }
        return
      }
    case .record(let items):
      if let element = accepts.recordElement {
        checkLabels(items)
        for item in items { checkItem(item.value, as: element, of: name) }
        return
      }
    default: break
    }
    if let wrong = misfit(value, accepts) {
      report(wrong, name, accepts, at: value.span, isItem: false)
    }
  }

  private mutating func checkItem(_ item: Expression, as accepts: ArgumentKind, of name: String) {
    switch item.node {
    case .list, .record: return check(item, as: accepts, of: name)
    case .name(let word) where accepts.words.contains(word): return
    default: break
    }
    if accepts.takesFormula { return checkFormula(item, of: name) }
    if let wrong = misfit(item, accepts) {
      report(wrong, name, accepts, at: item.span, isItem: true)
    }
  }

  private mutating func report(
    _ wrong: Misfit, _ name: String, _ accepts: ArgumentKind, at place: SourceSpan, isItem: Bool
  ) {
    var error = Diagnostic.wrongArgument(name, accepts, wrong, at: place, isItem: isItem)
    if case .kind = wrong, let kind = accepts.expectedKind {
      let makers = knownNames(of: kind)
      if !makers.isEmpty, makers.count <= 12 {
        error.help.append("there are \(makers.phrase("and"))")
      }
    }
    report(error)
  }

  private mutating func checkFormula(_ value: Expression, of name: String) {
    visitFormula(value)
    if case .number(let weight)? = value.constant, weight < 0 {
      report(.negativeWeight(of: name, at: value.span))
    }
  }

  /// Visits a value and says what it is if that does not fit.
  private mutating func misfit(_ value: Expression, _ accepts: ArgumentKind) -> Misfit? {
    if case .name(let word) = value.node, !accepts.words.isEmpty, self.value(word) == nil,
      function(word) == nil
    {
      return .word(word)
    }
    let facts =
      accepts.takesWeighting
      ? visitWeighting(value) : visit(value, expecting: accepts.expectedKind)
    guard let kind = facts.kind else { return nil }
    if accepts.takesWeighting, kind == .weighting { return nil }
    if let constant = value.constant {
      switch accepts.check(constant) {
      case .fits: return nil
      case .outOfRange: return .value(constant)
      case .wrongKind: return accepts.mayTake(kind) ? nil : .kind(kind)
      }
    }
    return accepts.mayTake(kind) ? nil : .kind(kind)
  }
}

/// Why a value does not fit where it stands.
enum Misfit {
  case kind(ValueKind)
  case value(Value)
  case word(String)
}

extension ArgumentKind {
  /// The kinds that the argument takes, one by one.
  var alternatives: [ArgumentKind] {
    if case .oneOf(let kinds) = self { kinds.flatMap { $0.alternatives } } else { [self] }
  }

  /// Words that may stand bare.
  var words: [String] {
    alternatives.flatMap { kind -> [String] in
      if case .word(let words) = kind { words } else { [] }
    }
  }

  var takesTopic: Bool { alternatives.contains(.topic) }

  var takesFormula: Bool { alternatives.contains(.formula) }

  var takesWeighting: Bool { alternatives.contains(.object(.weighting)) }

  /// What each item of a list must be, if the argument takes a list.
  var listElement: ArgumentKind? {
    for case .list(let element) in alternatives { return element }
    return nil
  }

  /// What each value of a record must be, if the argument takes a record.
  var recordElement: ArgumentKind? {
    for case .record(let element) in alternatives { return element }
    return nil
  }

  /// The kind of object that the argument asks for first.
  var expectedKind: ValueKind? {
    for kind in alternatives {
      switch kind {
      case .object(let kind): return kind
      case .list(let element): if let kind = element.expectedKind { return kind }
      default: continue
      }
    }
    return nil
  }

  /// Whether a value of a kind can fit; its parts are another matter.
  func mayTake(_ kind: ValueKind) -> Bool {
    alternatives.contains { alternative in
      switch alternative {
      case .any, .topic: true
      case .number: kind == .number
      case .truth: kind == .truth
      case .text, .word: kind == .text
      // A number is a formula, and a formula a weighting.
      case .object(.weighting): [.weighting, .formula, .number, .truth].contains(kind)
      case .object(let wanted): kind == wanted
      case .seeds: kind == .range || kind == .list
      case .list: kind == .list
      case .record: kind == .record
      case .formula: kind == .formula || kind == .number || kind == .truth
      case .oneOf: false
      }
    }
  }
}
