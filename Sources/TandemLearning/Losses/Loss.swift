public import TandemCatalog
public import TandemTensors

/// How far outputs are from targets, number by number; the trainer masks and averages.
public protocol Loss: CatalogMethod {
  /// The kinds of output that it scores.
  static var forms: [Predictions.Form] { get }

  /// The loss of each coded target.
  ///
  /// Shapes: `outputs` is `[rows, outputSize]`, `targets` and the result `[rows, targetSize]`. A missing
  /// target arrives as 0; its loss is masked out afterwards.
  /// - Parameters:
  ///   - outputs: The output layer's numbers, before any softmax or sigmoid.
  ///   - targets: Coded targets: a class's number, a truth value as 0 or 1, or a number.
  /// - Returns: A loss for each coded target.
  /// - Throws: `ShapeError` where the shapes do not fit.
  func values(outputs: Tensor, targets: Tensor) throws -> Tensor
}
