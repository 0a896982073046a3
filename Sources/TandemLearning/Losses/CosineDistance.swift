public import TandemCatalog
public import TandemTensors

/// One minus the cosine of the angle between output and target: only the direction counts.
///
/// `L = 1 − y · t / (‖y‖ ‖t‖)`, norms being at least 10⁻⁸. A row has one loss. A class as its target is
/// the unit vector of that class.
/// Shapes: targets are `[rows, n]` as the outputs, or `[rows, 1]` for classes. As PyTorch's
/// `1 − cosine_similarity`.
/// Source: for classes: Barz, Denzler, WACV 2020.
public struct CosineDistance: Loss {
  public static let descriptor = MethodDescriptor(
    "cosine_distance", gives: .loss, "one minus the cosine of the angle between output and target",
    formula: "L = 1 − y · t / (‖y‖ ‖t‖)", source: "for classes: Barz, Denzler, WACV 2020",
    paper: "1901.09054",
    details: [
      "For classify: the target is the unit vector of the class, and the class with the largest output "
        + "is predicted as ever. No kind of task has vectors of numbers as targets yet."
    ],
    examples: ["cosine_distance()"])
  public static var forms: [Predictions.Form] { [.classes, .numbers] }
  // A single number has no direction but its sign, which no gradient changes.
  public static var leastOutputs: Int { 2 }
  public static var isOfWholeRows: Bool { true }

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  /// Creates the loss.
  public init() { self.init(Arguments()) }

  public func values(outputs: Tensor, targets: Tensor) throws -> Tensor {
    try outputs.requireRank(2, for: "cosine_distance")
    let norm = length(of: outputs)
    if targets.shape == [outputs.shape[0], 1], outputs.shape[1] > 1 {
      return 1 - outputs.picking(targets) / norm
    }
    try outputs.requireSameShape(as: targets, for: "cosine_distance")
    let product = (outputs * targets).sum(over: [1], keepingDimensions: true)
    return 1 - product / (norm * length(of: targets))
  }

  /// The norm of each row; bounded before the root, whose slope at 0 is infinite.
  private func length(of rows: Tensor) -> Tensor {
    rows.square().sum(over: [1], keepingDimensions: true)
      .clamped(to: 1e-16...(.greatestFiniteMagnitude)).sqrt()
  }
}
