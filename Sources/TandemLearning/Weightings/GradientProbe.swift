/// Where a method gets gradients that are not those of the step.
///
/// Losses and gradients count what those do that the method is given: each task's own weight, and for a
/// gradient method what a weighting made of it.
public protocol GradientProbe: AnyObject {
  /// The gradients of the step's tasks elsewhere; nothing of the run changes.
  /// - Parameter request: On which rows, at which parameters.
  /// - Returns: Losses and gradients; both 0 for a task without a labelled row there.
  /// - Throws: As a training step.
  func gradients(_ request: ProbeRequest) throws -> ProbedGradients

  /// How many numbers all shared parameters have, and all that are trained.
  var sharedCount: Int { get }
  var trainedCount: Int { get }
}

/// On which rows, and at which parameters, gradients are wanted.
public struct ProbeRequest: Sendable {
  public var rows: Rows
  /// What is added to the parameters before, `[trainedCount]`, shared ones first; `nil` for nothing.
  public var displacement: [Double]?
  /// Whether rows of the Jacobian go on behind the shared part, with the tasks' own parts.
  public var includesOwn: Bool

  /// Which rows.
  public enum Rows: Sendable, Equatable {
    /// Those of the step, with its dropout masks.
    case batch
    /// An independent batch of the training split, by number; the same number is the same batch.
    case sample(Int)
    /// A batch of the validation split, another one in every step; with the needs `.probe` and
    /// `.validation` a run without such rows is refused before its first step.
    case validation
  }

  /// Creates a request.
  public init(_ rows: Rows, displacement: [Double]? = nil, includesOwn: Bool = false) {
    self.rows = rows
    self.displacement = displacement
    self.includesOwn = includesOwn
  }
}

/// Losses and gradients that a probe found.
public struct ProbedGradients: Sendable {
  /// A loss for each task of the step.
  public var losses: [Double]
  /// `[K, P]` row after row, with P = `sharedCount`, or `trainedCount` where own parts were asked for.
  public var jacobian: [Double]

  /// Creates what a probe found.
  public init(losses: [Double], jacobian: [Double]) {
    self.losses = losses
    self.jacobian = jacobian
  }
}
