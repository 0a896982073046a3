import Glibc

/// How values on one axis become pixels.
public struct Scale: Sendable {
  var spacing: Axis.Spacing
  /// The values at the two ends.
  var domain: ClosedRange<Double>
  /// The pixels at the two ends; on the y axis of values the first is the larger.
  var start: Double
  var end: Double
  /// Ticks with their labels.
  var ticks: [Tick] = []

  struct Tick: Sendable, Equatable {
    var value: Double
    var label: String
  }

  /// Where an axis ends.
  enum Fit {
    /// At the next tick.
    case nice
    /// Where the values end, as time does.
    case tight
    /// A little beyond the values, so that dots are whole and labels stay inside.
    case padded
  }

  /// A scale that shows the range of values.
  /// - Parameters:
  ///   - axis: The axis.
  ///   - range: What marks need, or `nil` where they need nothing.
  ///   - smallestPositive: The least value above 0, for a logarithmic axis.
  ///   - fit: Where the axis ends.
  ///   - isWhole: Whether only whole numbers make sense as ticks.
  ///   - tickCount: How many ticks there is room for.
  init(
    _ axis: Axis, range: ClosedRange<Double>?, smallestPositive: Double?, fit: Fit,
    isWhole: Bool = false, tickCount: Int
  ) {
    spacing = axis.spacing
    start = 0
    end = 1
    switch axis.spacing {
    case .categories(let names):
      domain = -0.5...(Double(max(names.count, 1)) - 0.5)
      ticks = names.enumerated().map { Tick(value: Double($0.offset), label: $0.element) }
    case .linear:
      (domain, ticks) = Self.linear(range, fit: fit, isWhole: isWhole, tickCount: tickCount)
    case .log:
      let lower = smallestPositive ?? 0.1
      let upper = max(range?.upperBound ?? 1, lower)
      domain = LogTicks.widened(lower...upper)
      ticks = LogTicks.values(in: domain, count: max(2, tickCount)).map {
        Tick(value: $0, label: LogTicks.label($0))
      }
    }
  }

  private static func linear(
    _ range: ClosedRange<Double>?, fit: Fit, isWhole: Bool, tickCount: Int
  ) -> (domain: ClosedRange<Double>, ticks: [Tick]) {
    let values = range ?? 0...1
    let padded = LinearTicks.padded(values)
    var step = LinearTicks.step(for: padded, count: max(1, tickCount))
    if isWhole, range != nil { step = max(step, 1) }
    let room = (padded.upperBound - padded.lowerBound) * 0.08
    let domain =
      switch fit {
      case .tight: padded
      case .padded: padded.lowerBound - room...padded.upperBound + room
      case .nice: nice(padded, step: step)
      }
    // An axis of one value has that value as its only tick.
    if fit == .tight, values.lowerBound == values.upperBound {
      return (domain, [Tick(value: values.lowerBound, label: values.lowerBound.figureText)])
    }
    let magnitude = max(abs(domain.lowerBound), abs(domain.upperBound))
    let format = NumberFormat.ticks(step: step, magnitude: magnitude)
    let ticks = LinearTicks.values(in: domain, step: step).map {
      Tick(value: $0, label: format.text($0))
    }
    return (domain, ticks)
  }

  private static func nice(_ range: ClosedRange<Double>, step: Double) -> ClosedRange<Double> {
    let lower = (range.lowerBound / step + 1e-6).rounded(.down) * step
    let upper = (range.upperBound / step - 1e-6).rounded(.up) * step
    return lower < upper ? lower...upper : range
  }

  /// The pixel of a value; `nil` where the axis cannot show it.
  public func position(_ value: Double) -> Double? {
    guard value.isDrawable else { return nil }
    let fraction: Double
    switch spacing {
    case .log:
      guard value.hasLogarithm else { return nil }
      let (low, high) = (log10(domain.lowerBound), log10(domain.upperBound))
      fraction = (log10(value) - low) / (high - low)
    case .linear, .categories:
      fraction = (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    }
    return start + fraction * (end - start)
  }

  /// The pixel at the low end, where bars of a logarithmic axis begin.
  var edge: Double? { start }

  /// The room that each category has.
  var bandWidth: Double {
    guard case .categories(let names) = spacing else { return 0 }
    return abs(end - start) / Double(max(names.count, 1))
  }

  var isCategorical: Bool {
    if case .categories = spacing { true } else { false }
  }
}
