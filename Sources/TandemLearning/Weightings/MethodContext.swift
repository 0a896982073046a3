public import TandemTensors

/// What a method has in a step beside the figures that it looks at.
public struct MethodContext {
  /// The run's random source for weightings.
  public var generator: Generator
  /// What a person should know of this step, in the order in which it was found.
  public private(set) var notes: [MethodNote] = []
  /// Gradients on other rows or at other parameters; `nil` unless the method needs `.probe`.
  public let probe: (any GradientProbe)?

  /// Creates the context of a step.
  public init(generator: Generator, probe: (any GradientProbe)? = nil) {
    self.generator = generator
    self.probe = probe
  }

  /// Says something that a person should know; the cell shows each note once.
  public mutating func note(_ finding: MethodNote.Finding, _ response: MethodNote.Response) {
    let note = MethodNote(finding: finding, response: response)
    if !notes.contains(note) { notes.append(note) }
  }
}

extension MethodContext {
  /// Says that the shared part rests, where a direction is all but nothing of what it is a sum of.
  mutating func noteRest(_ length: Double, of reach: Double) {
    if notes.isEmpty, length <= 1e-7 * reach { note(.stationary, .rested) }
  }

  /// Says that the shared part rests, where a method's answer is no direction and it has not said why.
  ///
  /// That is so where the weighted gradients cancel, to 1e-7 of what they would be without, where those
  /// that are weighed are 0, and where all weights are. A direction that is no weighted sum is none where
  /// it is rounding error beside the longest gradient.
  /// - Parameters:
  ///   - combination: The answer.
  ///   - gradients: What it was found for.
  mutating func noteRest(_ combination: Combination, of gradients: TaskGradients) {
    guard notes.isEmpty else { return }
    let weights: [Double]
    switch combination.direction {
    case .weights(let numbers): weights = numbers
    case .vector(let direction):
      let longest = (0..<gradients.taskCount).reduce(0) { max($0, gradients[$1, $1]) }
      if vectorLength(direction) <= 1e-14 * longest.squareRoot() { note(.stationary, .rested) }
      return
    }
    var (square, reach) = (0.0, 0.0)
    for (a, left) in weights.enumerated() {
      reach += left.magnitude * max(gradients[a, a], 0).squareRoot()
      for (b, right) in weights.enumerated() { square += left * right * gradients[a, b] }
    }
    guard square <= 1e-14 * reach * reach else { return }
    let zeros = weights.indices.filter { gradients[$0, $0] == 0 }
    guard reach == 0, !zeros.isEmpty else { return note(.stationary, .rested) }
    for task in zeros { note(.zeroGradient(task: gradients.signals.tasks[task]), .rested) }
  }
}

/// A step for which a method has no answer of its own, and what it did.
public struct MethodNote: Sendable, Hashable, Codable {
  public var finding: Finding
  public var response: Response

  /// What is the matter.
  public enum Finding: Sendable, Hashable, Codable {
    /// No direction lowers all losses: 0 is in the gradients' convex hull.
    case stationary
    /// The gradient of this task is 0.
    case zeroGradient(task: String)
    /// Gradients depend on each other, where the method needs independent ones.
    case dependentGradients
    /// What the method asks for does not exist for these gradients.
    case infeasible
    /// A loss that is not above 0, or its bound, where the method needs it to be.
    case nonpositiveLoss(task: String)
    /// Every task of the step weighs 0.
    case zeroWeights
    /// Nothing that is trained is shared by two tasks.
    case nothingShared
    /// The tasks' inputs are not the same rows: at the representation no two gradients meet.
    case separateRows
    /// The task that the method follows takes no part in the step: the named one, or the run's first.
    case absent(task: String?)
    /// The rows that the method looks at beside the step's have no label for this task.
    case unlabelled(task: String)
  }

  /// What the method did instead.
  public enum Response: String, Sendable, Hashable, Codable {
    /// The shared part does not move.
    case rested
    /// It took the mean of the gradients.
    case tookMean
    /// It took the gradients weighed by the preference.
    case tookPreferred
    /// It took the sum of the gradients.
    case tookSum
    /// It left the task out.
    case leftOut
    /// It took the shortest of many answers.
    case tookShortest
    /// It kept the weights of the step before.
    case keptWeights
    /// It took the nearest number for which there is an answer.
    case tookNearest
    /// It projected the mean of the gradients to where no loss rises.
    case projectedMean
    /// It followed the gradient of the task that comes first.
    case followedFirst
    /// Nothing was trained in the step.
    case trainedNothing
    /// It took the gradients as if none were against another.
    case sawNoConflict
  }
}

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
