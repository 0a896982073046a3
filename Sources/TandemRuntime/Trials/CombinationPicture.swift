import TandemLearning
import TandemPlots

/// Gradients, their hull with its shortest vector, and the directions that methods chose, in a plane.
struct CombinationPicture {
  private let tasks: [String]
  private let plane: GradientPlane
  private let rows: [[Double]]
  /// The shortest vector of the gradients' convex hull.
  private let shortest: [Double]

  /// Finds the plane; `nil` where there is none.
  init?(of rows: [[Double]], tasks: [String]) {
    guard let plane = GradientPlane(rows: rows) else { return nil }
    self.plane = plane
    self.rows = rows
    self.tasks = tasks
    let gramian = rows.flatMap { a in rows.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
    let weights = MinimumNorm.weights(gramian: gramian, count: rows.count)
    shortest = (0..<rows[0].count).map { i in
      zip(rows, weights).reduce(0) { $0 + $1.0[i] * $1.1 }
    }
  }

  /// The picture of one direction; `nil` where numbers are too large to be drawn.
  /// - Parameters:
  ///   - renderer: Knows the tasks' hues.
  ///   - title: The headline.
  ///   - direction: What the method chose.
  ///   - areWeighted: Whether a weighting has changed the gradients before.
  /// - Returns: A chart whose units are equally long across and up.
  func plot(
    by renderer: Renderer, title: String, direction: [Double], areWeighted: Bool
  ) -> Plot? {
    guard let marks = marks(by: renderer, direction: direction) else { return nil }
    var plot = Plot(
      title: title, subtitle: Self.subtitle,
      caption: caption([direction], areWeighted: areWeighted), x: Axis(axisNames.x),
      y: Axis(axisNames.y), marks: marks)
    plot.hasEqualUnits = true
    return plot
  }

  /// A small picture for each of several directions, all on one scale: side by side even those can be told
  /// apart that lie on each other.
  ///
  /// Where the lengths are too unlike for one scale, all directions are drawn as long as the longest gradient.
  /// - Parameters:
  ///   - renderer: Knows the tasks' hues.
  ///   - title: The headline.
  ///   - directions: What each method chose, by name; 0 where it is rounding error.
  /// - Returns: The charts; `nil` where numbers are too large to be drawn.
  func grid(
    by renderer: Renderer, title: String, directions: [(name: String, vector: [Double])]
  ) -> PlotGrid? {
    let (vectors, isScaled) = drawn(directions.map(\.vector))
    let inSight = (rows + vectors).map(point)
    var plots: [Plot] = []
    for (direction, vector) in zip(directions, vectors) {
      guard let marks = marks(by: renderer, direction: vector) else { return nil }
      // The arrow of a direction of 0 is a dot under the hull's ring.
      let title = direction.name + (vector.allSatisfy { $0 == 0 } ? ": at rest" : "")
      var plot = Plot(
        title: title, x: Axis(including: inSight.map(\.x)), y: Axis(including: inSight.map(\.y)),
        marks: marks)
      plot.hasEqualUnits = true
      plots.append(plot)
    }
    let axes = "Across: \(axisNames.x); up: \(axisNames.y)."
    let caption = caption(directions.map(\.vector), areWeighted: false)
    return PlotGrid(
      title: title,
      subtitle: Self.subtitle
        + (isScaled ? "; directions are drawn as long as the longest gradient" : ""),
      caption: [axes, caption].filter { !$0.isEmpty }.joined(separator: " "), plots: plots,
      columnCount: plots.count == 4 ? 2 : 3, rowHeight: 190)
  }

  private static let subtitle = "the parameters move against the direction"

  /// What directions are drawn as: themselves, or all of one length.
  private func drawn(_ directions: [[Double]]) -> (vectors: [[Double]], isScaled: Bool) {
    let longest = rows.map { vectorLength($0) }.max() ?? 0
    let lengths = directions.map { vectorLength($0) }
    let least = lengths.filter { $0 > 0 }.min() ?? longest
    guard least < longest / 8 || lengths.contains(where: { $0 > 3 * longest }) else {
      return (directions, false)
    }
    let scaled = zip(directions, lengths).map { direction, length in
      direction.map { length > 0 ? $0 / length * longest : 0 }
    }
    return (scaled, true)
  }

  /// The gradients with what belongs to them, and a direction; `nil` where numbers are too large to be drawn.
  private func marks(by renderer: Renderer, direction: [Double]) -> [any Mark]? {
    let corners = rows.map(point)
    let (tip, nearest) = (point(direction), point(shortest))
    guard (corners + [tip, nearest]).allSatisfy(\.isFinite) else { return nil }
    var marks: [any Mark] = []
    // Outside of their plane, what lowers the losses has no picture.
    if plane.kind != .principal, corners.allSatisfy({ $0.x != 0 || $0.y != 0 }) {
      marks.append(
        AreaMark("lowers every loss", .wedge(normals: corners), colorIndex: Palette.quiet))
    }
    marks.append(AreaMark("convex hull", .polygon(corners), colorIndex: Palette.quiet))
    let arrows = tasks.indices.map { task in
      ArrowMark.Arrow(
        ControlText.cut(tasks[task], to: 40), to: corners[task],
        colorIndex: renderer.color(of: tasks[task]))
    }
    let chosen = ArrowMark.Arrow(
      "direction", to: tip, colorIndex: Palette.neutral, width: 2.5)
    marks.append(ArrowMark(arrows + [chosen]))
    marks.append(
      PointMark(
        [Series("shortest of the hull", points: [nearest], colorIndex: Palette.neutral)],
        hollow: [[0]]))
    return marks
  }

  private func point(_ vector: [Double]) -> PlotPoint {
    let (x, y) = plane.place(vector)
    return PlotPoint(x, y)
  }

  private var axisNames: (x: String, y: String) {
    switch plane.kind {
    case .coordinates: ("first parameter", "second parameter")
    case .span: rows.count == 2 ? ("what parts them", "what they share") : ("first", "second")
    case .principal: ("first principal direction", "second principal direction")
    }
  }

  /// What the picture is of, and what it cannot show.
  private func caption(_ directions: [[Double]], areWeighted: Bool) -> String {
    var parts: [String] = []
    switch plane.kind {
    case .coordinates: break
    case .span: parts.append("Drawn in the plane that the gradients span.")
    case .principal:
      parts.append(
        "Drawn in the plane of the gradients' first two principal directions: "
          + "\(FigureText.percent(plane.lostShare)) of their squared lengths lies outside, and the "
          + "shortest vector may seem not to be the nearest to 0.")
    }
    if areWeighted { parts.append("The arrows are the gradients of the weighted losses.") }
    let outside = directions.map { plane.lostShare(of: $0) }.max() ?? 0
    if outside > 1e-6 {
      let share = FigureText.percent(outside)
      parts.append(
        directions.count > 1
          ? "Of the directions' squared lengths up to \(share) lies outside."
          : "Of the direction's squared length \(share) lies outside.")
    }
    return (parts + hiddenArrows).joined(separator: " ")
  }

  /// Arrows too short to be seen beside the longest.
  private var hiddenArrows: [String] {
    let lengths = rows.map { vectorLength($0) }
    guard let longest = lengths.max(), let widest = lengths.firstIndex(of: longest) else {
      return []
    }
    return lengths.indices.compactMap { index in
      guard lengths[index] < longest / 50 else { return nil }
      let task = "'\(ControlText.cut(tasks[index], to: 40))'"
      guard lengths[index] > 0 else { return "The gradient of \(task) is 0." }
      return
        "The gradient of \(task) is \((longest / lengths[index]).figureText) times shorter than "
        + "that of '\(ControlText.cut(tasks[widest], to: 40))': its arrow is a dot."
    }
  }
}
