public import TandemCatalog
public import TandemTensors

/// Cross-entropy of the right class, from scores before the softmax, in nats.
///
/// `L = −(1 − ε) log p_y − (ε / C) Σ_c log p_c`, `p = softmax(z)` over C classes; ε is `label_smoothing`.
/// Computed from `log p = z − log Σ exp z`, so that no score overflows.
/// Source: label smoothing: Szegedy et al., CVPR 2016, as in PyTorch: ε/C goes to the right class too.
public struct CrossEntropy: Loss {
  public static let descriptor = MethodDescriptor(
    "cross_entropy", gives: .loss, "the negative logarithm of the right class's probability",
    formula: "L = −(1 − ε) log p_y − (ε / C) Σ_c log p_c,  p = softmax(z)",
    source: "label smoothing: Szegedy et al., CVPR 2016", paper: "1512.00567",
    details: ["For classify. In nats: log C for a guess. ε is label_smoothing."],
    examples: ["cross_entropy()", "cross_entropy(label_smoothing: 0.1)"],
    [
      .number(
        "label_smoothing", default: 0, atLeast: 0, below: 1,
        "how much of the target is spread evenly over all classes")
    ])
  public static var forms: [Predictions.Form] { [.classes] }

  public var labelSmoothing: Double
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    labelSmoothing = arguments["label_smoothing"]
    self.arguments = arguments
  }

  /// Creates the loss.
  /// - Parameter labelSmoothing: How much of the target is spread evenly, from 0 to below 1.
  public init(labelSmoothing: Double = 0) {
    self.init(Arguments(["label_smoothing": .number(labelSmoothing)]))
  }

  public func values(outputs: Tensor, targets: Tensor) throws -> Tensor {
    try outputs.requireRank(2, for: "cross_entropy")
    try targets.requireLastDimension(1, for: "cross_entropy")
    let logarithms = outputs.logSoftmax()
    let right = logarithms.picking(targets)
    guard labelSmoothing > 0 else { return -right }
    let even = logarithms.mean(over: [1], keepingDimensions: true)
    return -(right * Float(1 - labelSmoothing) + even * Float(labelSmoothing))
  }
}
