import TandemCatalog

/// The tasks' gradients where a method takes them, as far as its needs say that it looks at them.
public struct TaskGradients: Sendable {
  public var signals: StepSignals
  /// The losses of which these are the gradients: with what a weighting made of them before.
  public var losses: [Double]
  /// Inner products `J Jᵀ`, row after row, `[K, K]`.
  public var gramian: [Double]
  /// The gradients themselves, `[K, P]` row after row; empty unless the method needs `.jacobian`.
  public var jacobian: [Double]
  /// Which places of a row belong to one parameter tensor; a single one for a representation.
  public var segments: [Range<Int>]
  /// Which places of a row belong to one layer, as its weight and its bias do.
  public var layers: [Range<Int>]

  public var taskCount: Int { signals.taskCount }
  /// P, the length of a row of `jacobian`; 0 where there is none.
  public var columnCount: Int { taskCount == 0 ? 0 : jacobian.count / taskCount }

  /// Creates the gradients of a step.
  public init(
    signals: StepSignals, losses: [Double]? = nil, gramian: [Double], jacobian: [Double] = [],
    segments: [Range<Int>]? = nil, layers: [Range<Int>]? = nil
  ) {
    self.signals = signals
    self.losses = losses ?? signals.losses
    self.gramian = gramian
    self.jacobian = jacobian
    let width = signals.taskCount == 0 ? 0 : jacobian.count / signals.taskCount
    self.segments = segments ?? [0..<width]
    self.layers = layers ?? self.segments
  }

  /// The inner product of two tasks' gradients.
  public subscript(_ a: Int, _ b: Int) -> Double { gramian[a * taskCount + b] }
}

/// What a gradient method decided.
public struct Combination: Sendable, Equatable {
  public var direction: Direction
  /// By what the gradients of each task's own parts are multiplied; 1 each if `nil`.
  public var ownFactors: [Double]?

  /// Against what the shared parameters move.
  public enum Direction: Sendable, Equatable {
    /// This weighted sum of the tasks' gradients.
    case weights([Double])
    /// The numbers themselves, `[P]`; with those of the tasks' own parts behind, in the order of a
    /// probe's rows, where the method decides over these too.
    case vector([Double])
  }

  /// Whether all of it is made of numbers.
  var isFinite: Bool {
    let numbers =
      switch direction {
      case .weights(let weights): weights
      case .vector(let direction): direction
      }
    return numbers.allSatisfy(\.isFinite) && (ownFactors ?? []).allSatisfy(\.isFinite)
  }

  /// The direction that is a weighted sum of the tasks' gradients.
  public static func weights(_ weights: [Double], ownFactors: [Double]? = nil) -> Self {
    Self(direction: .weights(weights), ownFactors: ownFactors)
  }

  /// A direction that is no weighted sum of them.
  public static func vector(_ numbers: [Double], ownFactors: [Double]? = nil) -> Self {
    Self(direction: .vector(numbers), ownFactors: ownFactors)
  }
}

/// Where the gradients are taken that a method looks at.
public enum GradientSite: String, Sendable {
  /// By all parameters that several tasks share.
  case shared
  /// By what the heads get from the shared part: one number a row and feature.
  ///
  /// P is as large as the batch makes it. Tasks whose inputs are not the same rows, as those of two
  /// data sets, have numbers of their own there, and inner products of 0.
  case representation
  /// By the parameters of the last layer that is shared and has any; where several lie side by side,
  /// as those of experts, by all of theirs.
  case lastLayer = "last_layer"

  /// The site that a method's argument `at` says; the shared part where it has none.
  init(_ arguments: Arguments, of descriptor: MethodDescriptor) {
    let hasSite = descriptor.arguments.contains { $0.name == "at" }
    let word: String = hasSite ? arguments["at"] : ""
    self = Self(rawValue: word) ?? .shared
  }
}

extension ArgumentDescriptor {
  /// The argument of a gradient method that says where the gradients are taken.
  static let gradientSite = ArgumentDescriptor.word(
    "at", [GradientSite.shared.rawValue, GradientSite.representation.rawValue],
    default: GradientSite.shared.rawValue,
    "where gradients are taken: by all shared parameters, or by what the heads get from them")

  /// The same for a method that compares gradients of several batches, or goes along them and looks:
  /// at the representation each batch has rows of its own, and only the shared parameters are the same.
  /// - Parameter summary: Why, in a line; what is told to who asks for something else.
  /// - Returns: An argument with that one word.
  static func sharedSite(_ summary: String) -> Self {
    .word(
      "at", [GradientSite.shared.rawValue], default: GradientSite.shared.rawValue, summary)
  }
}
