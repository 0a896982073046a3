public import TandemCatalog
internal import Glibc

/// `step(every:, factor: 0.1)`: the rate is multiplied by a factor each so many epochs.
///
/// `factor ^ ⌊epoch / every⌋`.
public struct StepDecay: Schedule {
  public static let descriptor = MethodDescriptor(
    "step", gives: .schedule, "multiplies the learning rate each so many epochs",
    formula: "factor ^ ⌊epoch / every⌋",
    [
      .number("every", above: 0, "epochs from one change to the next"),
      .number("factor", default: 0.1, above: 0, "what the rate is multiplied by"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var every: Double
  public var factor: Double

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    every = arguments["every"]
    factor = arguments["factor"]
  }

  public func factor(at moment: TrainingMoment) -> Double {
    let epoch = Double(moment.stepWithinHorizon) / Double(max(moment.stepsPerEpoch, 1))
    return pow(factor, (epoch / every).rounded(.down))
  }
}
