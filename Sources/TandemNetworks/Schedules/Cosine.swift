public import TandemCatalog
internal import Glibc

/// `cosine(warmup: 0)`: half a cosine from the full rate to 0, after a linear rise.
///
/// `factor = (1 + cos π t) / 2`, t running from 0 to 1 after the warm-up.
/// Source: Loshchilov, Hutter, ICLR 2017, without restarts.
public struct Cosine: Schedule {
  public static let descriptor = MethodDescriptor(
    "cosine", gives: .schedule, "half a cosine from the full rate to 0",
    formula: "factor = (1 + cos π t) / 2", source: "Loshchilov, Hutter, ICLR 2017",
    paper: "1608.03983", differs: "without restarts",
    [.number("warmup", default: 0, atLeast: 0, "epochs in which the rate rises from 0 first")])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var warmup: Double

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    warmup = arguments["warmup"]
  }

  public func factor(at moment: TrainingMoment) -> Double {
    let step = Double(moment.stepWithinHorizon)
    let rise = warmup * Double(moment.stepsPerEpoch)
    if step < rise { return min((step + 1) / rise, 1) }
    let fall = Double(moment.stepsPerEpoch) * Double(moment.epochs) - rise
    return 0.5 * (1 + cos(.pi * min((step - rise) / max(fall, 1), 1)))
  }
}
