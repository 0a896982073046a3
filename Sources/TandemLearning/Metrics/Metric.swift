public import TandemCatalog

/// A figure that tells how good predictions are.
public protocol Metric: CatalogMethod {
  /// The kinds of output that it scores.
  static var forms: [Predictions.Form] { get }

  /// Whether more is better, as for accuracy.
  static var isHigherBetter: Bool { get }

  /// The figure over a split; `nil` where it is not defined (AUC with one class, R² of one row).
  func value(of predictions: Predictions) -> Double?
}

/// Outputs and targets of all labelled rows of a split.
public struct Predictions: Sendable {
  /// `[rows, outputSize]`, before any softmax or sigmoid.
  public var outputs: [Float]
  public var outputSize: Int
  /// `[rows, targetSize]`, NaN where a target is missing.
  public var targets: [Float]
  public var targetSize: Int
  /// Whether the outputs are class scores, label scores, or numbers.
  public var form: Form

  /// What the outputs of a task mean.
  public enum Form: String, Codable, Sendable { case classes, labels, numbers }

  /// Creates the predictions of a split.
  public init(
    outputs: [Float], outputSize: Int, targets: [Float], targetSize: Int, form: Form
  ) {
    self.outputs = outputs
    self.outputSize = outputSize
    self.targets = targets
    self.targetSize = targetSize
    self.form = form
  }
}
