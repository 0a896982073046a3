import TandemCatalog
import TandemDiagnostics
import TandemLanguage

extension HelpPage {
  /// The page of what a cursor points at.
  init?(of target: InspectedName, in interpreter: Interpreter) {
    switch target {
    case .function(let method): self.init(about: method)
    case .argument(let method, _): self.init(about: method)
    case .value(let name):
      let value = interpreter.names[name] ?? (name == "last" ? interpreter.last : nil)
      guard let value else { return nil }
      self.init(named: name, value, in: interpreter)
    case .part(let path):
      guard let value = interpreter.value(ofPart: path) else { return nil }
      self.init(named: path.sourceText, value, in: interpreter)
    case .member(let member): self.init(about: member)
    case .keyword(let kind): self.init(aboutDeclaring: kind, in: interpreter.library.catalog)
    case .signal(let name): self.init(aboutSignal: name)
    }
  }

  /// The page of what has a meaning only in a weighting's formula.
  init(aboutSignal name: String) {
    let what = FormulaSignals.isSignal(name) ? "signal" : "function"
    self.init(title: name)
    blocks.append(.paragraph("A \(what) of a weighting's formula."))
    blocks.append(.code(["weighting lagging(alpha = 1.5) = (loss / initial_loss) ^ alpha"]))
  }

  /// The page of a part of a kind of value.
  init(about member: MemberDescriptor) {
    self.init(title: "\(member.owner.rawValue).\(member.name)")
    blocks.append(.paragraph(member.summary))
    if let kind = member.gives { blocks.append(.paragraph("It is \(kind.phrase).")) }
  }

  /// The page of a value of the session: its kind, how it was made, and what it can do.
  init(named name: String?, _ value: Value, in interpreter: Interpreter) {
    if case .object(let object) = value, let function = object as? DeclaredFunction {
      self.init(about: function.descriptor)
      blocks.append(.code([function.sourceText]))
      return
    }
    self.init(title: name.map { "\($0): \(value.kind.phrase)" } ?? value.kind.phrase)
    let text = name.flatMap(interpreter.declarationText) ?? value.sourceText
    blocks.append(.code([text.count > 2_000 ? text.prefix(2_000) + "…" : text]))
    blocks += Self.parts(of: value.kind, in: interpreter.library.catalog)
  }

  /// What stands after the `.` of a kind of value.
  private static func parts(of kind: ValueKind, in catalog: Catalog) -> [Block] {
    var blocks: [Block] = []
    let members = catalog.members(of: kind)
    if !members.isEmpty {
      blocks.append(.heading("Parts"))
      blocks.append(.terms(members.map { Term(name: ".\($0.name)", meaning: $0.summary) }))
    }
    let methods = catalog.methods(of: kind)
    if !methods.isEmpty {
      blocks.append(.heading("Methods"))
      blocks.append(.terms(methods.map { Term(name: ".\($0.signature)", meaning: $0.summary) }))
    }
    return blocks
  }

  /// The page of a word that begins a declaration.
  init(aboutDeclaring kind: DeclarationKind, in catalog: Catalog) {
    self.init(title: "\(kind.rawValue) NAME = …")
    guard let made = kind.valueKind else {
      blocks.append(.paragraph("Gives a name to any value, or makes a function of parameters."))
      blocks.append(.code(["let rates = [1e-3, 1e-2]", "let twice(x = 1) = 2 * x"]))
      return
    }
    blocks.append(.paragraph("Gives a name to \(made.phrase), which is made with one of these."))
    let makers = catalog.functions(giving: made)
    blocks.append(.terms(makers.map { Term(name: $0.name, meaning: $0.summary) }))
    blocks += Self.parts(of: made, in: catalog)
  }
}

extension Interpreter {
  /// The statement that declared a name, as it was written.
  fileprivate func declarationText(of name: String) -> String? {
    guard let span = declarations[name], names[name] != nil else { return nil }
    return sources[span.cell]?.text(from: span.lower, to: span.upper)
  }

  /// The page that `name?` asks for.
  func helpPage(about name: Identifier) throws -> HelpPage {
    let topic = Topic(name: name.name, value: names[name.name], library: library, last: last)
    if let topic { return page(about: topic) }
    throw Diagnostic.unknownName(
      name.name, isCalled: false, at: name.span, known: knownNames(in: .top))
  }

  func page(about topic: Topic) -> HelpPage {
    switch topic.subject {
    case .function(let method): HelpPage(about: method)
    case .value(let value): HelpPage(named: topic.name, value, in: self)
    case .declaration(let kind): HelpPage(aboutDeclaring: kind, in: library.catalog)
    case .kind(let kind): HelpPage(listing: kind, in: library.catalog)
    case .signal: HelpPage(aboutSignal: topic.name)
    }
  }
}
