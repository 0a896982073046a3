public import TandemCatalog
public import TandemTensors

/// How far outputs are from targets, number by number; the trainer masks and averages.
///
/// A task's loss is the sum of `values` over the targets that are there, by the sum of `weight`.
public protocol Loss: CatalogMethod {
  /// The kinds of output that it scores.
  static var forms: [Predictions.Form] { get }

  /// The fewest outputs that it can make something of: 2 for the angle between two vectors.
  static var leastOutputs: Int { get }

  /// Whether all targets of a row have one loss together: then a row that lacks one has none.
  static var isOfWholeRows: Bool { get }

  /// The loss of each coded target.
  ///
  /// Shapes: `outputs` is `[rows, outputSize]`, `targets` and the result `[rows, targetSize]`; the result
  /// is `[rows, 1]` if it is of whole rows. A missing target arrives as 0; its loss is masked out
  /// afterwards.
  /// - Parameters:
  ///   - outputs: The output layer's numbers, before any softmax or sigmoid.
  ///   - targets: Coded targets: a class's number, a truth value as 0 or 1, or a number.
  /// - Returns: A loss for each coded target, times its weight.
  /// - Throws: `ShapeError` where the shapes do not fit.
  func values(outputs: Tensor, targets: Tensor) throws -> Tensor

  /// The loss as it suits a task: classes by name have become numbers, `balanced` has become weights.
  /// - Parameters:
  ///   - method: The kind of task, with the names of its classes or labels.
  ///   - targets: The coded targets that it will be trained on, those that are there.
  /// - Returns: The loss to train with; written as this one.
  /// - Throws: `TaskError`, where the loss does not suit them.
  func fitted(to method: any TaskMethod, targets: [Float]) throws -> Self

  /// What a target counts in the mean of a task's loss: 1, but for weighted classes.
  func weight(ofTarget target: Float) -> Float

  /// Whether a target is as good as missing, for the loss and for every metric.
  func isIgnored(_ target: Float) -> Bool

  /// What a model that is trained with this loss predicts, from its outputs: for metrics and people.
  func predictions(of outputs: [Float]) -> [Float]
}

extension Loss {
  public static var leastOutputs: Int { 1 }
  public static var isOfWholeRows: Bool { false }
  public func fitted(to method: any TaskMethod, targets: [Float]) throws -> Self { self }
  public func weight(ofTarget target: Float) -> Float { 1 }
  public func isIgnored(_ target: Float) -> Bool { false }
  public func predictions(of outputs: [Float]) -> [Float] { outputs }

  /// Whether a task with such outputs can be trained with the loss.
  static func suits(_ form: Predictions.Form, outputSize: Int) -> Bool {
    forms.contains(form) && outputSize >= leastOutputs
  }
}
