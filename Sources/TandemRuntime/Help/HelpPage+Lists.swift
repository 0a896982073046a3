import TandemCatalog
import TandemDiagnostics

extension HelpPage {
  /// What makes a kind of value, with the papers: what `methods(weighting)` shows.
  init(listing kind: ValueKind, in catalog: Catalog) {
    self.init(title: "methods(\(kind.rawValue))")
    let makers = catalog.functions(giving: kind)
    guard !makers.isEmpty else {
      blocks.append(.paragraph("No function makes \(kind.phrase) by itself."))
      return
    }
    if kind == .weighting {
      blocks.append(.table(Self.weightings(makers)))
      blocks.append(
        .paragraph(
          "K is the number of tasks, P that of the shared parameters. 'a + b' joins one that weighs "
            + "losses with one that combines gradients; help(\(makers[0].name)) shows the page of one."
        ))
      return
    }
    blocks.append(
      .terms(
        makers.map { method in
          let paper = method.paper.map { " (arXiv:\($0))" } ?? ""
          return Term(name: method.signature, meaning: method.summary + paper)
        }))
    blocks.append(.paragraph("help(\(makers[0].name)) shows the page of one."))
  }

  /// What there is of each kind.
  init(kinds: [ValueKind], in catalog: Catalog) {
    self.init(title: "methods()")
    let terms = kinds.compactMap { kind -> Term? in
      let names = catalog.functions(giving: kind).map(\.name)
      guard !names.isEmpty else { return nil }
      let count = names.count > 1 ? "\(names.count): " : ""
      return Term(name: kind.rawValue, meaning: count + names.joined(separator: ", "))
    }
    blocks.append(.terms(terms))
    blocks.append(.paragraph("methods(weighting) lists what each of a kind does."))
  }

  /// What the language has, by kind.
  init(overview catalog: Catalog) {
    self.init(title: "Tandem")
    blocks.append(
      .paragraph(
        "Name data, tasks, architectures and weightings; "
          + "then train, compare and plot mixes of them."))
    blocks.append(
      .code([
        "data digits = digits()", "task digit = classify(digits.label)",
        "architecture trunk = hard { encoder: dense(64) -> relu }",
        "let run = train(trunk, [digit])",
      ]))
    for kind in ValueKind.allCases {
      let makers = catalog.functions(giving: kind)
      if makers.isEmpty { continue }
      blocks.append(.heading(kind.rawValue))
      blocks.append(.terms(makers.map { Term(name: $0.name, meaning: $0.summary) }))
    }
    let others = catalog.functions.values.filter { $0.result == nil }.sorted { $0.name < $1.name }
    blocks.append(.heading("functions"))
    blocks.append(.terms(others.map { Term(name: $0.name, meaning: $0.summary) }))
    blocks.append(.paragraph("help(train) or 'train?' shows the page of one."))
  }
}
