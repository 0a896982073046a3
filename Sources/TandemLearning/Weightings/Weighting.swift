public import TandemCatalog
public import TandemTensors

/// A method that weighs the tasks' losses.
///
/// A value: its settings are what its arguments made it, and what it remembers between steps is
/// `memory`, which is saved with a run so that `resume` is exact.
public protocol Weighting: CatalogMethod {
  var memory: MethodMemory { get set }

  /// What this one has to be given each step: for most the descriptor's needs, for a formula the
  /// signals that it names.
  var needs: SignalNeeds { get }

  /// First values of parameters that the run's optimizer trains along with the network, one a task.
  ///
  /// Empty for a method that learns nothing; `StepSignals.learned` holds what they have become.
  func initialParameters(taskCount: Int) -> [Double]

  /// The tasks that it names, as `fixed(digit: 1)` does; the trainer checks them before the first step.
  var namedTasks: [String] { get }

  /// The weights of this step's losses, and the gradient of the method's own parameters.
  /// - Parameters:
  ///   - step: What may be looked at.
  ///   - generator: The run's random source for weightings.
  /// - Returns: A finite weight of at least 0 for each task of the step.
  /// - Throws: `WeightingError`, where no such weights exist.
  mutating func weights(for step: StepSignals, using generator: inout Generator) throws
    -> LossWeights
}

/// Weights for a step's losses.
public struct LossWeights: Sendable, Equatable {
  public var weights: [Double]
  /// The gradient of the method's own objective by its own parameters, in the run's task order.
  public var parameterGradient: [Double]

  /// Creates the weights of a step.
  public init(_ weights: [Double], parameterGradient: [Double] = []) {
    self.weights = weights
    self.parameterGradient = parameterGradient
  }
}

extension Weighting {
  public var memory: MethodMemory {
    get { MethodMemory() }
    set {}
  }

  public var needs: SignalNeeds { Self.descriptor.needs }

  public func initialParameters(taskCount: Int) -> [Double] { [] }
  public var namedTasks: [String] { [] }
}

/// A method that combines the tasks' gradients in the part of the network that they share.
public protocol GradientMethod: CatalogMethod {
  var memory: MethodMemory { get set }

  /// What this one has to be given each step.
  var needs: SignalNeeds { get }

  /// Combines the gradients of the tasks that take part in a step.
  /// - Parameters:
  ///   - gradients: The weighted losses' gradients in the shared part.
  ///   - generator: The run's random source for weightings.
  /// - Returns: Weights of the gradients, or a direction that is no weighted sum of them.
  /// - Throws: `WeightingError`, where the method has no answer.
  mutating func combine(_ gradients: TaskGradients, using generator: inout Generator) throws
    -> Combination
}

extension GradientMethod {
  public var needs: SignalNeeds { Self.descriptor.needs }

  public var memory: MethodMemory {
    get { MethodMemory() }
    set {}
  }
}

/// The tasks' gradients in the shared part, as far as a method's descriptor says it needs them.
public struct TaskGradients: Sendable {
  public var signals: StepSignals
  /// Inner products `G Gᵀ`, row after row, `[K, K]`.
  public var gramian: [Double]
  /// The gradients themselves, `[K, P]` row after row; empty unless the method needs `.jacobian`.
  public var jacobian: [Float]

  public var taskCount: Int { signals.taskCount }

  /// Creates the gradients of a step.
  public init(signals: StepSignals, gramian: [Double], jacobian: [Float] = []) {
    self.signals = signals
    self.gramian = gramian
    self.jacobian = jacobian
  }

  /// The inner product of two tasks' gradients.
  public subscript(_ a: Int, _ b: Int) -> Double { gramian[a * taskCount + b] }
}

/// What a gradient method decided.
public enum Combination: Sendable, Equatable {
  /// The direction is this weighted sum of the tasks' gradients.
  case weights([Double])
  /// The direction itself, `[P]`.
  case direction([Float])
}

/// What a method remembers between steps, in a form that a file can hold.
public struct MethodMemory: Codable, Sendable, Equatable {
  public var vectors: [String: [Double]]

  /// Creates a memory; an empty one has nothing to remember.
  public init(_ vectors: [String: [Double]] = [:]) {
    self.vectors = vectors
  }
}

/// A weighting that cannot be, or a step for which it has no weights.
public enum WeightingError: Error, Equatable {
  /// A formula gave a weight that is negative or not finite: what it uses, and which step it was.
  case invalidWeight(task: String, weight: Double, signals: [String: Double])
  /// A weighting names a task that the run does not have.
  case unknownTask(String, tasks: [String])
  /// `a + b`, where both weigh losses.
  case bothWeighLosses(String, String)
  /// `a + b`, where both combine gradients.
  case bothCombineGradients(String, String)
}
