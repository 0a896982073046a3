public import TandemCatalog

/// What methods that weigh losses and methods that combine gradients have in common.
///
/// A value: its settings are what its arguments made it, and what it remembers between steps is
/// `memory`, which is saved with a run so that `resume` is exact.
public protocol BalancingMethod: CatalogMethod {
  var memory: MethodMemory { get set }

  /// What this one has to be given each step: for most the descriptor's needs, for a formula the
  /// signals that it names.
  var needs: SignalNeeds { get }

  /// Where the gradients are taken that it looks at, if it does.
  var site: GradientSite { get }

  /// The tasks that it names, as `fixed(digit: 1)` does; the trainer checks them before the first step.
  var namedTasks: [String] { get }
}

extension BalancingMethod {
  public var memory: MethodMemory {
    get { MethodMemory() }
    set {}
  }

  public var needs: SignalNeeds { Self.descriptor.needs }
  public var site: GradientSite { GradientSite(arguments, of: Self.descriptor) }
  public var namedTasks: [String] { [] }
}

/// A method that weighs the tasks' losses.
public protocol Weighting: BalancingMethod {
  /// First values of parameters that the run's optimizer trains along with the network, one a task.
  ///
  /// Empty for a method that learns nothing; `StepSignals.learned` holds what they have become.
  func initialParameters(taskCount: Int) -> [Double]

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
  public func initialParameters(taskCount: Int) -> [Double] { [] }
  public mutating func learn(from losses: [Double], after step: StepSignals) {}
}

/// A method that combines the tasks' gradients in the part of the network that they share.
///
/// With one task the answer is its gradient, whatever the method.
public protocol GradientMethod: BalancingMethod {
  /// Combines the gradients of the tasks that take part in a step.
  /// - Parameters:
  ///   - gradients: The weighted losses' gradients in the shared part.
  ///   - context: Random numbers, gradients elsewhere, and where notes for the person go.
  /// - Returns: Weights of the gradients, or a direction that is no weighted sum of them.
  /// - Throws: `WeightingError`, where the method has no answer.
  mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext) throws
    -> Combination
}
