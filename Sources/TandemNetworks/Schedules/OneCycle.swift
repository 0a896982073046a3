public import TandemCatalog
internal import Glibc

/// `one_cycle()`: half a cosine up to the full rate, then one down to almost nothing.
///
/// Over T steps the rate rises from `start` to 1 until step `rise · T − 1`, then falls to `end` at the
/// last: `factor = b + (a − b) (1 + cos π t) / 2` from a to b, t from 0 to 1 in each phase. As PyTorch's
/// `OneCycleLR` with `anneal_strategy="cos"`: `start` is its 1 / div_factor, `end` 1 / (div_factor ·
/// final_div_factor), the optimizer's own rate its `max_lr`.
/// Source: Smith, Topin, 2017. Differs: the momentum stays as it is.
public struct OneCycle: Schedule {
  public static let descriptor = MethodDescriptor(
    "one_cycle", gives: .schedule, "up to the full rate, then down to almost nothing",
    formula: "factor = b + (a − b) (1 + cos π t) / 2,  from start to 1, then from 1 to end",
    source: "Smith, Topin, 2017", paper: "1708.07120", differs: "the momentum stays as it is",
    details: ["The optimizer's rate is the highest: it can be larger than one that stays."],
    examples: ["one_cycle()", "one_cycle(0.1, start: 0.1)"],
    [
      .number("rise", default: 0.3, atLeast: 0, atMost: 1, "the share of all steps that rise"),
      .number("start", default: 0.04, atLeast: 0, atMost: 1, "the first step's factor"),
      .number("end", default: 4e-6, atLeast: 0, atMost: 1, "the last step's factor"),
    ])

  public let arguments: Arguments
  public var origin: ValueOrigin?
  public var rise: Double
  public var start: Double
  public var end: Double

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    rise = arguments["rise"]
    start = arguments["start"]
    end = arguments["end"]
  }

  public func factor(at moment: TrainingMoment) -> Double {
    let step = Double(moment.stepWithinHorizon)
    let last = Double(moment.stepsPerEpoch) * Double(moment.epochs) - 1
    let top = rise * (last + 1) - 1
    if step <= top { return bend(from: start, to: 1, by: top > 0 ? step / top : 1) }
    return bend(from: 1, to: end, by: last > top ? (step - top) / (last - top) : 1)
  }

  private func bend(from first: Double, to second: Double, by share: Double) -> Double {
    second + (first - second) * (1 + cos(.pi * share)) / 2
  }
}
