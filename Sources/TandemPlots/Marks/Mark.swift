/// A geometric form that shows values in a plot: lines, bars, dots, cells.
public protocol Mark: Sendable {
  /// The values that must be in sight.
  var extent: PlotExtent { get }

  /// Names and colours for line-end labels or the legend, in drawing order.
  var entries: [LegendEntry] { get }

  /// One line for each series: its name and its main figures.
  func descriptions(in plot: Plot) -> [SeriesDescription]

  /// Draws the mark.
  func render(in frame: PlotFrame) -> SVGElement
}

/// The values that marks cover, on both axes; empty where there is nothing to draw.
public struct PlotExtent: Sendable, Equatable {
  public var x: ClosedRange<Double>?
  public var y: ClosedRange<Double>?
  /// The smallest value above 0, which a logarithmic axis begins with.
  public var smallestPositiveX: Double?
  public var smallestPositiveY: Double?
  /// Whether an axis should stop exactly at the values, as time does, or at the next tick.
  public var isTightInX = false
  /// Whether all values are whole, so that ticks between them would mean nothing.
  public var isWholeInX = true
  public var isWholeInY = true

  /// Creates an empty extent.
  public init() {}

  /// Widens the extent to a point; what is not finite does not count.
  public mutating func include(x value: Double) {
    guard value.isDrawable else { return }
    x = x.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
    isWholeInX = isWholeInX && value == value.rounded()
    if value.hasLogarithm { smallestPositiveX = min(smallestPositiveX ?? value, value) }
  }

  /// Widens the extent to a value on the y axis; what is not finite does not count.
  public mutating func include(y value: Double) {
    guard value.isDrawable else { return }
    y = y.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
    isWholeInY = isWholeInY && value == value.rounded()
    if value.hasLogarithm { smallestPositiveY = min(smallestPositiveY ?? value, value) }
  }

  /// Widens the extent to all that another covers.
  public mutating func formUnion(_ other: Self) {
    for bound in [other.x?.lowerBound, other.x?.upperBound, other.smallestPositiveX] {
      if let bound { include(x: bound) }
    }
    for bound in [other.y?.lowerBound, other.y?.upperBound, other.smallestPositiveY] {
      if let bound { include(y: bound) }
    }
    isTightInX = isTightInX || other.isTightInX
    isWholeInX = isWholeInX && other.isWholeInX
    isWholeInY = isWholeInY && other.isWholeInY
  }
}

extension Double {
  /// Finite and far enough from the largest number that a span of two such values is finite too.
  var isDrawable: Bool { isFinite && magnitude <= 1e300 }

  /// Large enough for a logarithmic axis: smaller numbers lose digits, and their powers of ten.
  var hasLogarithm: Bool { self >= 1e-300 }
}

/// A name with the sign that stands for it.
public struct LegendEntry: Sendable, Equatable {
  public var name: String
  public var colorIndex: Int
  public var sign: Sign
  /// Where the label stands if it is put beside the end of a line, in values.
  public var end: PlotPoint?

  /// What is drawn beside the name.
  public enum Sign: Sendable, Equatable {
    case line(Dash)
    case dot
    case ring
    case square
    /// A pale square, for an area.
    case area
  }

  /// Creates an entry.
  public init(name: String, colorIndex: Int, sign: Sign, end: PlotPoint? = nil) {
    self.name = name
    self.colorIndex = colorIndex
    self.sign = sign
    self.end = end
  }
}

/// How a line is broken.
public enum Dash: Int, Sendable, Equatable, CaseIterable {
  case solid, dashed, dotted

  /// The pattern for a stroke width, or `nil` for an unbroken line.
  func pattern(width: Double) -> String? {
    switch self {
    case .solid: nil
    case .dashed: "\((width * 4).svg) \((width * 2.5).svg)"
    case .dotted: "\((width * 1).svg) \((width * 2).svg)"
    }
  }
}

/// A series in words: its name and some figures, for terminals.
public struct SeriesDescription: Sendable, Equatable {
  public var name: String
  /// Pairs of a column's heading and this series' figure.
  public var figures: [Figure]
  /// The course of the values, where they have one.
  public var course: [Double]

  /// A named figure.
  public struct Figure: Sendable, Equatable {
    public var name: String
    public var text: String

    /// Creates a named figure.
    public init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  /// Creates a description.
  public init(name: String, figures: [Figure], course: [Double] = []) {
    self.name = name
    self.figures = figures
    self.course = course
  }
}
