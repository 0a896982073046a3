import TandemCatalog
import TandemDiagnostics

/// What is known of a part of a session's value, as `run.metrics.digit`; `nil` for what is none.
package typealias PartReader = (Expression) -> ValueFacts?

/// What a place in a cell is: which call and argument, which value before a `.`, which names.
struct CursorContext {
  let scan: CursorScan
  let catalog: Catalog
  /// The session's names after the statements before the cursor's own.
  let names: SessionNames
  private let parts: PartReader
  /// Names that the cell itself has given since.
  private let changed: Set<String>

  init(
    _ scan: CursorScan, catalog: Catalog, names: SessionNames,
    parts: @escaping PartReader = { _ in nil }
  ) {
    self.scan = scan
    self.catalog = catalog
    self.parts = parts
    let end = scan.tokens.last?.upper ?? 0
    var cell = Parser.parse(SourceText(cell: 0, text: scan.source.text(in: 0..<end)))
    var parameters: [LabelledExpression] = []
    if let last = cell.statements.last, last.span.upper >= end {
      cell.statements.removeLast()
      if case .declaration(let declaration) = last { parameters = declaration.parameters ?? [] }
    }
    var known = Checker(catalog: catalog, names: names).names(after: cell)
    for parameter in parameters { known.values[parameter.label.name] = .unknown }
    self.names = known
    self.changed = Set(
      cell.statements.compactMap { statement in
        guard case .declaration(let declaration) = statement else { return nil }
        return declaration.name.name
      })
  }

  func function(_ name: String) -> MethodDescriptor? {
    names.functions[name] ?? catalog.functions[name]
  }

  /// What is known of the value whose last token is at an index.
  func facts(ofValueEndingAt end: Int) -> ValueFacts {
    let text = scan.text(scan.chainStart(endingAt: end), end)
    let cell = Parser.parse(SourceText(cell: 0, text: text))
    guard case .expression(let expression)? = cell.statements.first else { return .unknown }
    if let root = expression.rootName, !changed.contains(root), let known = parts(expression) {
      return known
    }
    return Checker(catalog: catalog, names: names).facts(of: expression)
  }

  /// The path of names before the cursor with the word at it, as `run.metrics.digit`.
  var path: Expression? {
    let owner = scan.chainStart(endingAt: scan.tokens.count - 2)
    let text = scan.text(owner, scan.tokens.count - 1) + scan.word
    let cell = Parser.parse(SourceText(cell: 0, text: text))
    guard case .expression(let expression)? = cell.statements.first,
      let root = expression.rootName, !changed.contains(root)
    else { return nil }
    return expression
  }

  /// The function or method that the bracket at an index calls.
  func callee(ofOpenerAt opener: Int) -> MethodDescriptor? {
    guard let index = scan.calleeName(ofOpenerAt: opener), let name = scan.tokens[index].word
    else { return nil }
    guard index >= 2, scan.tokens[index - 1].sign == .dot else { return function(name) }
    return facts(ofValueEndingAt: index - 2).kind.flatMap { catalog.method(name, of: $0) }
  }

  // MARK: Slots

  /// What is asked for at a place.
  struct Slot {
    /// What a value there must be; `nil` where anything may stand.
    var accepts: ArgumentKind?
    /// The call whose labels may stand there, and those that it has already.
    var method: MethodDescriptor?
    var givenLabels: Set<String> = []
    /// Whether labels of a record may stand there.
    var takesRecordLabels = false
    /// Whether the item begins here, so that a label may.
    var isAtStart = false
  }

  /// What is asked for at a token or, with no index, at the cursor.
  func slot(before index: Int? = nil) -> Slot {
    let end = index ?? scan.tokens.count
    guard let opener = scan.opener(before: end) else {
      return statementSlot(before: end, isAtCursor: index == nil)
    }
    let start = scan.itemStart(before: end, in: opener, isAtCursor: index == nil)
    let label = label(at: start, before: end)
    if scan.tokens[opener].sign == .openSquare {
      return listSlot(opener, label: label, isAtStart: start == end)
    }
    guard let method = callee(ofOpenerAt: opener) else { return Slot(isAtStart: start == end) }
    var slot = Slot(method: method, givenLabels: givenLabels(of: opener, before: end))
    slot.isAtStart = start == end
    slot.accepts = argument(of: method, label: label, opener: opener, itemStart: start)?.accepts
    return slot
  }

  /// At a statement's own level: after `weighting w =` a weighting is asked for.
  private func statementSlot(before end: Int, isAtCursor: Bool) -> Slot {
    let start = scan.itemStart(before: end, in: nil, isAtCursor: isAtCursor)
    var slot = Slot(isAtStart: start == end)
    let tokens = scan.tokens[start..<max(end, start)]
    if let word = tokens.first?.word, let kind = DeclarationKind(rawValue: word)?.valueKind,
      tokens.contains(where: { $0.sign == .assign })
    {
      slot.accepts = .object(kind)
    }
    return slot
  }

  private func label(at start: Int, before end: Int) -> String? {
    guard start + 1 < end, scan.tokens[start + 1].sign == .colon else { return nil }
    return scan.tokens[start].word
  }

  /// An item of a list is what the list as a whole stands for.
  private func listSlot(_ opener: Int, label: String?, isAtStart: Bool) -> Slot {
    var slot = Slot(isAtStart: isAtStart)
    if opener > 0, scan.endsValue(opener - 1), !scan.tokens[opener].startsLine { return slot }
    guard let outer = self.slot(before: opener).accepts else { return slot }
    slot.accepts = label == nil ? outer.listElement ?? outer.recordElement : outer.recordElement
    slot.takesRecordLabels = label == nil && outer.recordElement != nil
    return slot
  }

  private func argument(
    of method: MethodDescriptor, label: String?, opener: Int, itemStart: Int
  ) -> ArgumentDescriptor? {
    if let label {
      return method.arguments.first { $0.name == label }
        ?? method.arguments.first(where: \.takesLabels)
    }
    // In a block every entry has a label.
    guard scan.tokens[opener].sign == .openRound else { return nil }
    let labels = labels(of: opener, before: itemStart) + [nil]
    guard let places = try? method.places(of: labels), let place = places.last else { return nil }
    return method.arguments[place]
  }

  private func givenLabels(of opener: Int, before end: Int) -> Set<String> {
    var given = Set(labels(of: opener, before: end).compactMap { $0 })
    // The block of a call that has brackets too.
    if scan.tokens[opener].sign == .openCurly, opener > 0,
      scan.tokens[opener - 1].sign == .closeRound
    {
      let round = scan.chainStart(endingAt: opener - 1)
      for index in round..<opener where index + 1 < opener {
        if scan.tokens[index + 1].sign == .colon, let word = scan.tokens[index].word {
          given.insert(word)
        }
      }
    }
    return given
  }

  /// The labels of the items from a bracket up to a place, `nil` for an item without one.
  private func labels(of opener: Int, before end: Int) -> [String?] {
    var labels: [String?] = []
    var nesting = 0
    var isStart = true
    for index in (opener + 1)..<max(end, opener + 1) {
      let token = scan.tokens[index]
      let isBlock = scan.tokens[opener].sign == .openCurly
      if nesting == 0, isStart || (isBlock && token.startsLine), token.sign != .comma {
        labels.append(label(at: index, before: end))
        isStart = false
      }
      if token.sign?.closer != nil { nesting += 1 }
      if token.sign?.isCloser == true { nesting -= 1 }
      if nesting == 0, token.sign == .comma || (isBlock && token.sign == .semicolon) {
        isStart = true
      }
    }
    return labels
  }
}

extension Expression {
  /// The name that a path of parts begins with: `run` of `run.metrics["digit"]`.
  fileprivate var rootName: String? {
    switch node {
    case .name(let name): name
    case .member(let owner, _), .subscripted(let owner, _): owner.rootName
    default: nil
    }
  }
}
