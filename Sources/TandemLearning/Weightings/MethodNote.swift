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
