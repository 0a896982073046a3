import TandemCatalog

extension HelpPage {
  /// The weightings as a table: what each combines and does, its paper and its cost.
  static func weightings(_ methods: [MethodDescriptor]) -> DisplayTable {
    var table = DisplayTable([
      .init("name"), .init("combines"), .init("what it does"), .init("paper"), .init("cost a step"),
    ])
    for method in methods {
      let paper = method.paper.map {
        DisplayTable.Cell("arXiv:\($0)", link: "https://arxiv.org/abs/\($0)")
      }
      table.add([
        .init(method.name, .strong), .init(method.combinesGradients ? "gradients" : "losses"),
        .init(method.summary), paper ?? .init(method.source ?? ""), .init(method.cost ?? ""),
      ])
    }
    return table
  }

  /// What a weighting costs and guarantees; nothing for other functions.
  static func promises(of method: MethodDescriptor) -> [Block] {
    guard method.result == .weighting, method.combinesGradients || !method.guarantees.isEmpty
    else { return [] }
    var blocks: [Block] = []
    if let cost = method.cost {
      blocks.append(.paragraph("Cost a step, with K tasks and P shared parameters: \(cost)."))
    }
    // What is a matter of directions has no meaning for weights of losses.
    let rows = promises.filter { method.combinesGradients || !$0.isOfDirections }
    var table = DisplayTable([.init("guarantee"), .init("held"), .init("meaning")])
    for row in rows {
      let isHeld = method.guarantees.contains(row.guarantee)
      table.add([
        .init(row.name, .strong), .init(isHeld ? "yes" : "not promised", isHeld ? .none : .faint),
        .init(row.meaning, isHeld ? .none : .faint),
      ])
    }
    return blocks + [.heading("Guarantees"), .table(table)]
  }

  private struct Promise {
    var guarantee: MethodGuarantees
    var name: String
    var meaning: String
    var isOfDirections = true
  }

  private static let promises: [Promise] = [
    Promise(
      guarantee: .commonDescent, name: "common descent",
      meaning: "no loss rises to first order: ⟨gₖ, d⟩ ≥ 0 for every task"),
    Promise(
      guarantee: .scaleInvariance, name: "scale-invariant",
      meaning: "multiplying one task's gradient leaves where d points as it is"),
    Promise(
      guarantee: .stationaryLimit, name: "Pareto-stationary limit",
      meaning: "d = 0 where, and only where, 0 is in the gradients' convex hull"),
    Promise(
      guarantee: .permutationEquivariance, name: "any order",
      meaning: "the order of the tasks does not matter", isOfDirections: false),
    Promise(
      guarantee: .nonnegativeWeights, name: "nonnegative", meaning: "no weight is below 0",
      isOfDirections: false),
  ]
}
