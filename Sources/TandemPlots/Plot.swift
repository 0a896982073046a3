/// A chart: marks over two axes, with a title and, where names need one, a legend.
public struct Plot: Figure {
  /// What is seen, as a headline.
  public var title: String
  /// A second line in small type: what the lines mean, how a figure is defined.
  public var subtitle: String?
  /// A line under the chart.
  public var caption: String?
  public var x: Axis
  public var y: Axis
  /// Drawn in order, later ones on top.
  public var marks: [any Mark]
  public var width: Double = 640
  public var height: Double = 400
  /// Whether a unit is as long across as up, so that angles are true.
  public var hasEqualUnits = false
  /// What stands where there is nothing to draw.
  public var emptyText = "no values to draw"

  /// Creates a chart.
  public init(
    title: String, subtitle: String? = nil, caption: String? = nil, x: Axis = Axis(),
    y: Axis = Axis(), marks: [any Mark]
  ) {
    self.title = title
    self.subtitle = subtitle
    self.caption = caption
    self.x = x
    self.y = y
    self.marks = marks
  }
}
