public import TandemCatalog
internal import Glibc

/// `plateau()`: the rate is multiplied by a factor whenever the validation loss has not fallen for long.
///
/// After each epoch: if its loss is below `best − minimum_change` it is the best; else, if it is the
/// `patience + 1`st in a row that is not, the factor is multiplied by `factor`, to at least `minimum`,
/// and the row begins anew. A function of the validation losses so far, and so exact after `resume`. As
/// PyTorch's `ReduceLROnPlateau` with `threshold_mode="abs"`, `minimum` being `min_lr` by the rate.
/// Differs: any fall counts unless `minimum_change` says otherwise (PyTorch: one of 0.01 %). It has no
/// horizon: it goes on looking in the epochs that `resume` adds.
public struct Plateau: Schedule {
  public static let descriptor = MethodDescriptor(
    "plateau", gives: .schedule, "lowers the rate when the validation loss no longer falls",
    formula: "factor ^ n, after n rows of patience + 1 epochs without L < best − minimum_change",
    differs: "any fall of the loss counts, where PyTorch's rule asks for one of 0.01 %",
    details: [
      "L is the mean of the tasks' losses on the validation split, each times the task's own weight. "
        + "It goes on looking in the epochs that 'resume' adds."
    ],
    examples: ["plateau()", "plateau(0.5, patience: 3)"],
    [
      .number("factor", default: 0.1, above: 0, below: 1, "what the rate is multiplied by"),
      .whole("patience", default: 10, atLeast: 0, "how many epochs without improvement are borne"),
      .number("minimum", default: 0, atLeast: 0, atMost: 1, "the smallest factor in all"),
      .number("minimum_change", default: 0, atLeast: 0, "how much less counts as an improvement"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var factor: Double
  public var patience: Int
  public var minimum: Double
  public var minimumChange: Double
  public var needsValidation: Bool { true }

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    factor = arguments["factor"]
    patience = arguments["patience"]
    minimum = arguments["minimum"]
    minimumChange = arguments["minimum_change"]
  }

  public func factor(at moment: TrainingMoment) -> Double {
    var best = Double.infinity
    var (without, result) = (0, 1.0)
    for loss in moment.validationLosses {
      if loss < best - minimumChange {
        best = loss
        without = 0
      } else {
        without += 1
      }
      if without > patience {
        result = max(result * factor, minimum)
        without = 0
      }
    }
    return result
  }
}
