public import TandemCatalog
public import TandemTensors

/// Kullback–Leibler divergence of predicted probabilities from a target distribution, in nats.
///
/// `L = Σ_c t_c (log t_c − log p_c)`, `p = softmax(z)`; 0 log 0 is 0. A row has one loss. A class as
/// its target is a distribution that is sure of it: then this is `cross_entropy`.
/// Shapes: targets are `[rows, C]`, or `[rows, 1]` for classes. As PyTorch's `KLDivLoss` of
/// log-probabilities, summed over the classes.
/// Source: Kullback, Leibler, Annals of Mathematical Statistics 1951.
public struct KullbackLeibler: Loss {
  public static let descriptor = MethodDescriptor(
    "kl", gives: .loss, "how far probabilities are from a target distribution",
    formula: "L = Σ_c t_c (log t_c − log p_c),  p = softmax(z)",
    source: "Kullback, Leibler, Annals of Mathematical Statistics 1951",
    details: [
      "For classify. In nats. A class is a distribution that is sure of it: for such targets it is "
        + "cross_entropy, as the target's own entropy is 0."
    ],
    examples: ["kl()"])
  public static var forms: [Predictions.Form] { [.classes] }
  public static var isOfWholeRows: Bool { true }

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  /// Creates the loss.
  public init() { self.init(Arguments()) }

  public func values(outputs: Tensor, targets: Tensor) throws -> Tensor {
    try outputs.requireRank(2, for: "kl")
    let logarithms = outputs.logSoftmax()
    if targets.shape == [outputs.shape[0], 1] { return -logarithms.picking(targets) }
    try outputs.requireSameShape(as: targets, for: "kl")
    let own = targets.clamped(to: .leastNormalMagnitude...(.greatestFiniteMagnitude)).log()
    return (targets * (own - logarithms)).sum(over: [1], keepingDimensions: true)
  }
}
