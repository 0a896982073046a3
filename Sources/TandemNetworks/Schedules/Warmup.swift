public import TandemCatalog

/// `warmup(epochs, then: schedule)`: a linear rise to the full rate, before another schedule begins.
///
/// In the first `epochs` step s of S has the factor `(s + 1) / S`; then the other schedule runs as if
/// the run began there. As PyTorch's `SequentialLR` of `LinearLR` and another.
/// Source: Goyal, Dollár, Girshick et al., 2017.
public struct Warmup: Schedule {
  public static let descriptor = MethodDescriptor(
    "warmup", gives: .schedule, "a linear rise to the full rate, before another schedule begins",
    formula: "factor = (s + 1) / S  in the first S steps",
    source: "Goyal, Dollár, Girshick et al., 2017", paper: "1706.02677",
    details: ["The other schedule sees a run that begins after the rise, and ends with this one."],
    examples: ["warmup(2)", "warmup(1, then: exponential(0.9))"],
    [
      .whole("epochs", atLeast: 1, "epochs in which the rate rises from 0"),
      ArgumentDescriptor(
        "then", .object(.schedule), .optional(default: .object(Constant(Arguments()))),
        "what the rate does afterwards"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var epochs: Int
  public var next: any Schedule

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    epochs = arguments["epochs"]
    guard case .object(let object) = arguments[value: "then"], let next = object as? any Schedule
    else { preconditionFailure("a schedule of another type") }
    self.next = next
  }

  public var needsValidation: Bool { next.needsValidation }

  public func factor(at moment: TrainingMoment) -> Double {
    let (rise, overflows) = epochs.multipliedReportingOverflow(by: moment.stepsPerEpoch)
    let step = moment.stepWithinHorizon
    if overflows || step < rise {
      return min(Double(step + 1) / (Double(epochs) * Double(max(moment.stepsPerEpoch, 1))), 1)
    }
    var later = moment
    later.step -= rise
    later.epochs = max(later.epochs - epochs, 0)
    later.validationLosses = Array(later.validationLosses.dropFirst(epochs))
    return next.factor(at: later)
  }
}
