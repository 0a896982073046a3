import TandemCatalog

/// Which of the tasks' gradients a run's methods look at, and how a step's own gradient comes about.
struct GradientDemand: Equatable {
  let mode: Mode
  /// The sites at which the tasks' gradients are computed in every step, and whether someone looks at
  /// the gradients themselves there, not at their inner products and weighted sums alone.
  private var keepsRows: [GradientSite: Bool] = [:]

  /// How a step's gradient is found.
  enum Mode {
    /// In one sweep, of the weighted sum of the losses.
    case summed
    /// From the tasks' gradients in the shared part, which the step has anyway.
    case separate
    /// From the tasks' gradients by the shared representation: what is made of them is pulled back
    /// through the shared part, once.
    case pulledBack
  }

  /// Reads what the methods of a run need.
  /// - Parameters:
  ///   - choice: The methods.
  ///   - isShared: Whether a parameter that is trained is shared by two tasks.
  init(_ choice: WeightingChoice, isShared: Bool) {
    var mode = Mode.summed
    var keepsRows: [GradientSite: Bool] = [:]
    if isShared, let weighting = choice.weighting, weighting.needs.looksAtGradients {
      keepsRows[weighting.site] = weighting.needs.contains(.jacobian)
      if weighting.site == .shared { mode = .separate }
    }
    if isShared, let method = choice.gradientMethod {
      let needsRows = method.needs.contains(.jacobian)
      keepsRows[method.site] = needsRows || keepsRows[method.site] == true
      mode = method.site == .representation ? .pulledBack : .separate
    }
    self.mode = mode
    self.keepsRows = keepsRows
  }

  /// The gradients in the shared part, looked at beside the run.
  private init(besideWithRows keepsRows: Bool) {
    mode = .separate
    self.keepsRows = [.shared: keepsRows]
  }

  /// Their inner products: for `run.conflict` and `run.norms`.
  static let measured = Self(besideWithRows: false)
  /// The gradients themselves: for a probe.
  static let probed = Self(besideWithRows: true)

  /// Whether each task's gradient by its own parts is wanted, before any weight.
  var needsOwnGradients: Bool { mode != .summed }

  /// The sites, in a fixed order.
  var sites: [GradientSite] {
    [.shared, .representation, .lastLayer].filter { keepsRows[$0] != nil }
  }

  func contains(_ site: GradientSite) -> Bool { keepsRows[site] != nil }

  /// Whether the rows at a site are looked at.
  func keepsRows(at site: GradientSite) -> Bool { keepsRows[site] ?? false }
}

extension SignalNeeds {
  /// Whether a weighting with these needs looks at the tasks' gradients in the step.
  var looksAtGradients: Bool { !isDisjoint(with: [.gramian, .jacobian, .gradientNorms]) }
}
