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
    if method.combinesGradients {
      blocks.append(
        .paragraph(
          "gₖ is the gradient of task k's loss Lₖ, a row of J; d is what the shared parameters move against."
        ))
    }
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
    blocks += [.heading("Guarantees"), .table(table)]
    let limits = limits(of: method)
    return limits.isEmpty ? blocks : blocks + [.paragraph(limits.joined(separator: " "))]
  }

  /// For which arguments the guarantees are, where there are others.
  private static func limits(of method: MethodDescriptor) -> [String] {
    guard !method.guarantees.isEmpty else { return [] }
    var limits: [String] = []
    if method.arguments.contains(where: { $0.name != "at" }) {
      limits.append(
        "These are the guarantees of the default arguments; what others change is said above.")
    }
    let isElsewhere = method.arguments.contains { argument in
      if case .word(let words) = argument.accepts {
        words.contains("representation")
      } else {
        false
      }
    }
    if isElsewhere, !method.guarantees.isDisjoint(with: ofDirections) {
      limits.append(
        "With at: representation they hold for the gradients there, not for those by the parameters."
      )
    }
    return limits
  }

  private static let ofDirections: MethodGuarantees = [
    .commonDescent, .scaleInvariance, .stationaryLimit,
  ]

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
