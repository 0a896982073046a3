public import TandemCatalog
internal import Glibc

/// `exponential(factor:)`: the rate is multiplied by a factor after each epoch.
///
/// `factor ^ epoch`. As PyTorch's `ExponentialLR`, stepped once an epoch.
public struct Exponential: Schedule {
  public static let descriptor = MethodDescriptor(
    "exponential", gives: .schedule, "multiplies the learning rate after each epoch",
    formula: "factor ^ ⌊epoch⌋", examples: ["exponential(0.95)"],
    [.number("factor", above: 0, atMost: 1, "what the rate is multiplied by")])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var factor: Double

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    factor = arguments["factor"]
  }

  public func factor(at moment: TrainingMoment) -> Double {
    let epoch = moment.stepWithinHorizon / max(moment.stepsPerEpoch, 1)
    return pow(factor, Double(epoch))
  }
}
