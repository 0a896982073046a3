/// What a weighting sees of a step; the trainer computes nothing that no one asks for.
public struct SignalNeeds: OptionSet, Sendable {
  public let rawValue: Int

  /// Creates a set from its bits.
  public init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// The tasks' losses and their history.
  public static let losses = Self(rawValue: 1 << 0)
  /// The norm of each task's gradient, at the method's site.
  public static let gradientNorms = Self(rawValue: 1 << 1)
  /// The inner products of the tasks' gradients, `J Jᵀ`.
  public static let gramian = Self(rawValue: 1 << 2)
  /// The tasks' gradients themselves, `[K, P]`.
  public static let jacobian = Self(rawValue: 1 << 3)
  /// Losses on the validation split after each epoch.
  public static let validation = Self(rawValue: 1 << 4)
  /// The losses of the same rows once more, after the step's update.
  public static let updatedLosses = Self(rawValue: 1 << 5)
  /// Gradients on other rows or at other parameters, through the context's probe.
  public static let probe = Self(rawValue: 1 << 6)
}

/// What a weighting or gradient method guarantees in every step; the law tests check each.
///
/// `d` is the direction against which the shared parameters move, `gₖ` the gradient of task k.
public struct MethodGuarantees: OptionSet, Sendable {
  public let rawValue: Int

  /// Creates a set from its bits.
  public init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// No task's loss rises to first order: `⟨gₖ, d⟩ ≥ 0` for every k.
  public static let commonDescent = Self(rawValue: 1 << 0)
  /// Multiplying one task's gradient by a positive number leaves where `d` points as it is.
  public static let scaleInvariance = Self(rawValue: 1 << 1)
  /// `d = 0` where, and only where, the gradients' convex hull has 0 in it.
  public static let stationaryLimit = Self(rawValue: 1 << 2)
  /// Tasks in another order are given the same weights, or the same direction.
  public static let permutationEquivariance = Self(rawValue: 1 << 3)
  /// No weight is below 0.
  public static let nonnegativeWeights = Self(rawValue: 1 << 4)
}
