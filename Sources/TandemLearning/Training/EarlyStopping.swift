public import TandemCatalog

/// A rule that ends a run before its last epoch; it never looks at the test split.
public protocol StopRule: CatalogMethod {
  /// Whether to stop, from the mean validation loss of each epoch so far.
  func shouldStop(after validationLosses: [Double]) -> Bool
}

/// Stops when the validation loss has not improved for some epochs.
///
/// With the tasks' mean validation loss `Lₑ`, an epoch improves if `Lₑ < best − minimum_change`, where
/// `best` is the loss of the last epoch that did. The run keeps its last step's parameters.
/// Source: Prechelt, "Early stopping – but when?", Neural Networks: Tricks of the Trade, 1998.
public struct EarlyStopping: StopRule {
  public static let descriptor = MethodDescriptor(
    "early", gives: .stop, "stops when the validation loss has not improved for some epochs",
    formula: "stop after `patience` epochs without L < best − minimum_change",
    source: "Prechelt, Neural Networks: Tricks of the Trade, 1998",
    details: [
      "L is the mean of the tasks' losses on the validation split, each times the task's own weight. "
        + "The run keeps the parameters of its last step, not of its best epoch.",
      "A run that it ended can be resumed: the rule then begins to count anew.",
    ],
    examples: ["early()", "early(patience: 10, minimum_change: 0.001)"],
    [
      .whole("patience", default: 5, atLeast: 1, "how many epochs without improvement end the run"),
      .number("minimum_change", default: 0, atLeast: 0, "how much less counts as an improvement"),
    ])

  public var patience: Int
  public var minimumChange: Double
  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    patience = arguments["patience"]
    minimumChange = arguments["minimum_change"]
  }

  public func shouldStop(after validationLosses: [Double]) -> Bool {
    var best = Double.infinity
    var bestEpoch = -1
    for (epoch, loss) in validationLosses.enumerated() where loss < best - minimumChange {
      best = loss
      bestEpoch = epoch
    }
    return validationLosses.count - 1 - bestEpoch >= patience
  }
}

/// All stop rules of the language, one line each.
public enum StopRules {
  public static let all: [CatalogEntry] = [.method(EarlyStopping.self)]
}
