import TandemCatalog

extension HelpPage {
  /// The page of a function or of a method of a kind of value, made from its description.
  init(about method: MethodDescriptor) {
    let owner = method.receiver.map { "\($0.rawValue)." } ?? ""
    self.init(title: owner + method.signature)
    blocks.append(.paragraph(method.summary))
    if let formula = method.formula { blocks.append(.code([formula])) }
    blocks += method.details.map(Block.paragraph)
    blocks += Self.promises(of: method)
    if !method.arguments.isEmpty {
      blocks.append(.heading("Arguments"))
      blocks.append(.terms(method.arguments.map(Self.term)))
    }
    if let result = method.result { blocks.append(.paragraph("It gives \(result.phrase).")) }
    if let source = Self.source(of: method) { blocks.append(.paragraph("Source: \(source)")) }
    if let differs = method.differs { blocks.append(.paragraph("Differs: \(differs)")) }
    if !method.examples.isEmpty {
      blocks.append(.heading("Examples"))
      blocks.append(.code(method.examples))
    }
  }

  private static func term(_ argument: ArgumentDescriptor) -> Term {
    let presence =
      switch argument.presence {
      case .required: ""
      case .optional(let value):
        if case .word = argument.accepts, case .text(let word) = value {
          ", default \(word)"
        } else {
          ", default \(value.sourceText)"
        }
      case .variadic: ", any number of them"
      case .labels: ", each with a label"
      }
    let meaning = [argument.summary, "(\(argument.accepts.phrase)\(presence))"]
    return Term(name: argument.name, meaning: meaning.filter { !$0.isEmpty }.joined(separator: " "))
  }

  private static func source(of method: MethodDescriptor) -> String? {
    let paper = method.paper.map { "arXiv:\($0)" }
    let parts = [method.source, paper].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
