public import TandemCatalog
public import TandemTensors

/// Triplet loss: an anchor shall be nearer to its like than to another, by a margin.
///
/// `L = max(‖a − p‖ − ‖a − n‖ + margin, 0)`. An output row holds three embeddings side by side: the
/// anchor's, that of a row of its class, and that of a row of another; the target's number does not
/// matter, only whether it is there. As PyTorch's `TripletMarginLoss`, which adds 10⁻⁶ to each difference.
/// Shapes: outputs `[rows, 3 n]`, targets `[rows, 1]`.
/// Source: Schroff, Kalenichenko, Philbin, CVPR 2015. Differs: distances, not their squares.
public struct TripletLoss: Loss {
  public static let descriptor = MethodDescriptor(
    "triplet", gives: .loss, "an anchor is to be nearer to its like than to another",
    formula: "L = max(‖a − p‖ − ‖a − n‖ + margin, 0)",
    source: "Schroff, Kalenichenko, Philbin, CVPR 2015", paper: "1503.03832",
    differs: "distances, not their squares",
    details: [
      "For outputs of three embeddings side by side: the anchor's, its like's and another's. No kind of "
        + "task has such outputs yet: a program in Swift can give it some."
    ],
    examples: ["triplet()", "triplet(0.2)"],
    [.number("margin", default: 1, above: 0, "how much nearer its like has to be")])
  public static var forms: [Predictions.Form] { [.numbers] }
  public static var leastOutputs: Int { 3 }
  public static var isOfWholeRows: Bool { true }

  public var margin: Double
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    margin = arguments["margin"]
    self.arguments = arguments
  }

  public func values(outputs: Tensor, targets: Tensor) throws -> Tensor {
    try outputs.requireRank(2, for: "triplet")
    try targets.requireLastDimension(1, for: "triplet")
    let (total, size) = (outputs.shape[1], outputs.shape[1] / 3)
    guard size > 0, total == 3 * size, targets.shape == [outputs.shape[0], 1] else {
      throw ShapeError(
        operation: "triplet", expected: "three embeddings of one size and one target in a row",
        actual: [outputs.shape, targets.shape])
    }
    let parts = (0..<3).map { outputs.slice(along: 1, from: $0 * size, to: ($0 + 1) * size) }
    let near = distance(parts[0], parts[1])
    return (near - distance(parts[0], parts[2]) + Float(margin)).relu()
  }

  private func distance(_ a: Tensor, _ b: Tensor) -> Tensor {
    (a - b + 1e-6).square().sum(over: [1], keepingDimensions: true).sqrt()
  }
}
