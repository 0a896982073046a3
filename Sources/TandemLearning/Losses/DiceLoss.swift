public import TandemCatalog
public import TandemTensors

/// Soft Dice: how little the labels that are predicted and those that hold overlap.
///
/// `L = 1 − (2 Σ p t + s) / (Σ p + Σ t + s)`, `p = sigmoid(z)`, the sums being over a row's labels; s is
/// `smooth`. A row has one loss: a row without any label that holds is right where nothing is predicted.
/// Source: Milletari, Navab, Ahmadi, 3DV 2016. Differs: sums of p and t, not of their squares, and `s`
/// in both halves, as most segmentation code has it.
public struct DiceLoss: Loss {
  public static let descriptor = MethodDescriptor(
    "dice", gives: .loss, "how little predicted labels and those that hold overlap",
    formula: "L = 1 − (2 Σ p t + s) / (Σ p + Σ t + s),  p = sigmoid(z)",
    source: "Milletari, Navab, Ahmadi, 3DV 2016", paper: "1606.04797",
    differs: "sums of p and t, not of their squares, and s in both halves",
    details: [
      "For multilabel. The sums are over the labels of a row, so that rare labels count as much as "
        + "others. A row that lacks a label has no loss. s is smooth."
    ],
    examples: ["dice()", "dice(0.1)"],
    [
      .number(
        "smooth", default: 1, above: 0, "keeps rows without labels finite and their slope small")
    ])
  public static var forms: [Predictions.Form] { [.labels] }
  public static var isOfWholeRows: Bool { true }

  public var smooth: Double
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    smooth = arguments["smooth"]
    self.arguments = arguments
  }

  public func values(outputs: Tensor, targets: Tensor) throws -> Tensor {
    try outputs.requireRank(2, for: "dice")
    try outputs.requireSameShape(as: targets, for: "dice")
    let probabilities = outputs.sigmoid()
    let overlap = (probabilities * targets).sum(over: [1], keepingDimensions: true)
    let total = (probabilities + targets).sum(over: [1], keepingDimensions: true)
    return 1 - (overlap * 2 + Float(smooth)) / (total + Float(smooth))
  }
}
