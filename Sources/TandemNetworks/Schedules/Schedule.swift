public import TandemCatalog

/// How the learning rate changes while a run goes on.
public protocol Schedule: CatalogMethod {
  /// What the optimizer's rate is multiplied by.
  /// - Parameter moment: How far the run is.
  /// - Returns: A factor of at least 0.
  func factor(at moment: TrainingMoment) -> Double

  /// Whether it looks at losses on the validation split, which must have rows then.
  var needsValidation: Bool { get }
}

extension Schedule {
  public var needsValidation: Bool { false }
}

/// How far a run is; the horizon is what the run was first asked for, whatever `resume` adds.
public struct TrainingMoment: Sendable, Equatable {
  /// Steps done before this one.
  public var step: Int
  public var stepsPerEpoch: Int
  /// Epochs that were first asked for.
  public var epochs: Int
  /// The tasks' mean loss on the validation split after each whole epoch; infinite where no task has one.
  public var validationLosses: [Double]

  /// Creates a moment.
  public init(step: Int, stepsPerEpoch: Int, epochs: Int, validationLosses: [Double] = []) {
    self.step = step
    self.stepsPerEpoch = stepsPerEpoch
    self.epochs = epochs
    self.validationLosses = validationLosses
  }
}

extension TrainingMoment {
  /// The step, or the last one that was first asked for: past it a schedule keeps its last value.
  var stepWithinHorizon: Int {
    let (count, overflows) = stepsPerEpoch.multipliedReportingOverflow(by: epochs)
    return overflows ? step : max(min(step, count - 1), 0)
  }
}
