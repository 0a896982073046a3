public import TandemCatalog
public import TandemTensors
internal import Glibc

/// Poisson loss of counts: the output is the logarithm of the expected count.
///
/// `L = exp(z) − t z`, the negative log-likelihood without `log t!`, which no parameter changes. Its
/// minimum has `exp(z)` at the mean of t; the prediction is `exp(z)`. As PyTorch's `PoissonNLLLoss`
/// with `log_input`, without its Stirling term.
/// Source: Nelder, Wedderburn, JRSS A 1972 (the log link).
public struct PoissonLoss: Loss {
  public static let descriptor = MethodDescriptor(
    "poisson", gives: .loss, "for counts: the output is the logarithm of the expected count",
    formula: "L = exp(z) − t z", source: "Nelder, Wedderburn, JRSS A 1972",
    details: [
      "For regress of a target that is never negative. The prediction, which metrics score, is "
        + "exp(z), the expected count. The loss may be negative: log t! is left out."
    ],
    examples: ["poisson()"])
  public static var forms: [Predictions.Form] { [.numbers] }

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  /// Creates the loss.
  public init() { self.init(Arguments()) }

  public func fitted(to method: any TaskMethod, targets: [Float]) throws -> Self {
    if let value = targets.first(where: { $0 < 0 }) {
      throw TaskError.negativeCount(
        loss: Self.descriptor.name, value: Double(value), origin: origin)
    }
    return self
  }

  public func predictions(of outputs: [Float]) -> [Float] { outputs.map { expf($0) } }

  public func values(outputs: Tensor, targets: Tensor) throws -> Tensor {
    try outputs.requireSameShape(as: targets, for: "poisson")
    return outputs.exp() - targets * outputs
  }
}
