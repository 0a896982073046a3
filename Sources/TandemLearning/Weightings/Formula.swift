public import TandemCatalog

/// An expression over a weighting's signals, as `(loss / initial_loss) ^ alpha`.
///
/// The language makes it from a cell: names that are no signal have become numbers by then.
public struct Formula: ValueObject {
  public var root: Node
  public var sourceText: String
  public var origin: ValueOrigin?
  public var kind: ValueKind { .formula }

  /// Creates a formula from its tree.
  public init(_ root: Node, sourceText: String) {
    self.root = root
    self.sourceText = sourceText
  }

  /// A part of a formula; truth values are 0 and 1.
  public indirect enum Node: Sendable, Equatable {
    case number(Double)
    case signal(Signal)
    case negate(Node)
    case not(Node)
    case binary(Operator, Node, Node)
    case conditional(condition: Node, then: Node, otherwise: Node)
    /// `log exp sqrt abs round`, of one value.
    case function(Function, Node)
    /// `mean sum max min softmax` over the tasks of the step.
    case overTasks(Reduction, Node)
    /// `max(a, b)` and `min(a, b)`.
    case larger(Node, Node)
    case smaller(Node, Node)
  }

  /// What a formula may use; the raw values are the language's names.
  public enum Signal: String, CaseIterable, Sendable {
    case loss, initialLoss = "initial_loss", previousLoss = "previous_loss", bestLoss = "best_loss"
    case validationLoss = "validation_loss", metric, gradientNorm = "gradient_norm"
    case epoch, step, progress, taskCount = "task_count", random
  }

  public enum Operator: String, CaseIterable, Sendable {
    case add = "+", subtract = "-", multiply = "*", divide = "/", remainder = "%", power = "^"
    case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">"
    case greaterOrEqual = ">=", and, or
  }

  public enum Function: String, CaseIterable, Sendable {
    case log, exp, sqrt, abs, round
  }

  public enum Reduction: String, CaseIterable, Sendable {
    case mean, sum, max, min, softmax
  }
}
