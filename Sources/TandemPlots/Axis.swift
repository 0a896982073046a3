/// One of a plot's two axes: what it measures and how it is spaced.
public struct Axis: Sendable, Equatable {
  /// What is measured, with its unit; drawn at the end of the axis.
  public var label: String?
  public var spacing: Spacing
  /// Values that must be in sight even where no mark needs them.
  public var including: [Double]

  /// How positions follow from values.
  public enum Spacing: Sendable, Equatable {
    case linear
    /// Powers of ten at equal distances; values of 0 or less cannot be drawn and leave a gap.
    case log
    /// Names at equal distances; marks count them from 0.
    case categories([String])
  }

  /// Creates an axis.
  public init(_ label: String? = nil, spacing: Spacing = .linear, including: [Double] = []) {
    self.label = label
    self.spacing = spacing
    self.including = including
  }

  /// The names of a categorical axis, or `nil`.
  public var categories: [String]? {
    if case .categories(let names) = spacing { names } else { nil }
  }
}
