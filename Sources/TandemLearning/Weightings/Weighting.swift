public import TandemCatalog

/// A method that weighs the tasks' losses.
///
/// A value: its settings are what its arguments made it, and what it remembers between steps is
/// `memory`, which is saved with a run so that `resume` is exact.
public protocol Weighting: CatalogMethod {
  var memory: MethodMemory { get set }

  /// What this one has to be given each step: for most the descriptor's needs, for a formula the
  /// signals that it names.
  var needs: SignalNeeds { get }

  /// Where the gradients are taken that it looks at, if it does.
  var site: GradientSite { get }

  /// First values of parameters that the run's optimizer trains along with the network, one a task.
  ///
  /// Empty for a method that learns nothing; `StepSignals.learned` holds what they have become.
  func initialParameters(taskCount: Int) -> [Double]

  /// The tasks that it names, as `fixed(digit: 1)` does; the trainer checks them before the first step.
  var namedTasks: [String] { get }

  /// The weights of this step's losses, and the gradient of the method's own parameters.
  /// - Parameters:
  ///   - step: What may be looked at.
  ///   - context: Random numbers, and where notes for the person go.
  /// - Returns: A finite weight for each task of the step.
  /// - Throws: `WeightingError`, where no such weights exist.
  mutating func weights(for step: StepSignals, in context: inout MethodContext) throws
    -> LossWeights

  /// Learns from what the step made of the losses of its rows; called if it needs `.updatedLosses`.
  /// - Parameters:
  ///   - losses: The losses of the same rows after the update, with the same dropout masks and each
  ///     task's own weight, a task of the step each.
  ///   - step: What `weights` was given.
  mutating func learn(from losses: [Double], after step: StepSignals)
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

  /// Whether all of it is made of numbers.
  var isFinite: Bool {
    weights.allSatisfy(\.isFinite) && parameterGradient.allSatisfy(\.isFinite)
  }
}

extension Weighting {
  public var memory: MethodMemory {
    get { MethodMemory() }
    set {}
  }

  public var needs: SignalNeeds { Self.descriptor.needs }

  public var site: GradientSite { GradientSite(arguments, of: Self.descriptor) }
  public func initialParameters(taskCount: Int) -> [Double] { [] }
  public var namedTasks: [String] { [] }
  public mutating func learn(from losses: [Double], after step: StepSignals) {}
}

/// A method that combines the tasks' gradients in the part of the network that they share.
///
/// With one task the answer is its gradient, whatever the method.
public protocol GradientMethod: CatalogMethod {
  var memory: MethodMemory { get set }

  /// What this one has to be given each step.
  var needs: SignalNeeds { get }

  /// Where the gradients are taken that it combines.
  var site: GradientSite { get }

  /// The tasks that it names, as `pcd(primary: digit)` does; the trainer checks them.
  var namedTasks: [String] { get }

  /// Combines the gradients of the tasks that take part in a step.
  /// - Parameters:
  ///   - gradients: The weighted losses' gradients in the shared part.
  ///   - context: Random numbers, gradients elsewhere, and where notes for the person go.
  /// - Returns: Weights of the gradients, or a direction that is no weighted sum of them.
  /// - Throws: `WeightingError`, where the method has no answer.
  mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext) throws
    -> Combination
}

extension GradientMethod {
  public var needs: SignalNeeds { Self.descriptor.needs }
  public var site: GradientSite { GradientSite(arguments, of: Self.descriptor) }
  public var namedTasks: [String] { [] }

  public var memory: MethodMemory {
    get { MethodMemory() }
    set {}
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
  /// A preference with no number for a task of the run, or not one number a task.
  case incompletePreference(missing: String?, count: Int, tasks: [String])
  /// A method whose weights are to be averaged, and which gives a direction instead.
  case givesNoWeights(String)
  /// A method that averages gradients over steps, at the representation, whose rows are others in each;
  /// with what is written in `unless` it averages none.
  case averagesGradients(String, unless: String)
  /// A method gave an answer that is no number, at this step.
  case notFinite(method: String, step: Int)
  /// A preference whose numbers are all 0, or one that is negative.
  case invalidPreference([Double])
}
