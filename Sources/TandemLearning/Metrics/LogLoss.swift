public import TandemCatalog

/// The mean negative logarithm of the probability given to what is true, in nats.
///
/// For classes `−log softmax(z)_y`, for labels `softplus(z) − t z` over all labels and rows. Whatever loss
/// trains the task, this is the plain cross-entropy.
public struct LogLoss: Metric {
  public static let descriptor = MethodDescriptor(
    "log_loss", gives: .metric, "the mean negative log-probability of what is true",
    formula: "mean of −log p(target)",
    details: ["For classify and multilabel, in nats; lower is better."], examples: ["log_loss()"])
  public static var isHigherBetter: Bool { false }
  public static var forms: [Predictions.Form] { [.classes, .labels] }

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  /// Creates the metric.
  public init() { self.init(Arguments()) }

  public func value(of predictions: Predictions) -> Double? {
    let losses: [Double]
    switch predictions.form {
    case .classes:
      losses = predictions.classRows.map { row, target in
        let scores = predictions.scores(row).map(Double.init)
        return logSumExp(scores) - scores[target]
      }
    case .labels:
      losses = predictions.pairs.map { _, z, t in softplus(z) - t * z }
    case .numbers: return nil
    }
    return losses.isEmpty ? nil : losses.reduce(0, +) / Double(losses.count)
  }
}
