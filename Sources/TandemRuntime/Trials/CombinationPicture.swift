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

  /// The picture; `nil` where numbers are too large to be drawn.
  /// - Parameters:
  ///   - renderer: Knows the tasks' hues.
  ///   - title: The headline.
  ///   - directions: What each method chose, by name.
  ///   - areWeighted: Whether a weighting has changed the gradients before.
  /// - Returns: A chart whose units are equally long across and up.
  func plot(
    by renderer: Renderer, title: String, directions: [(name: String, vector: [Double])],
    areWeighted: Bool = false
  ) -> Plot? {
    let corners = rows.map(point)
    let tips = directions.map { point($0.vector) }
    guard (corners + tips).allSatisfy(\.isFinite) else { return nil }
    var marks: [any Mark] = []
    // Outside of their plane, what lowers the losses has no picture.
    if plane.kind != .principal, corners.allSatisfy({ $0.x != 0 || $0.y != 0 }) {
      marks.append(
        AreaMark("lowers every loss", .wedge(normals: corners), colorIndex: Palette.quiet))
    }
    marks.append(AreaMark("convex hull", .polygon(corners), colorIndex: Palette.quiet))
    let colors = tasks.map(renderer.color(of:))
    let arrows = tasks.indices.map { task in
      ArrowMark.Arrow(
        ControlText.cut(tasks[task], to: 40), to: corners[task], colorIndex: colors[task])
    }
    let free = Self.colors(besides: colors, count: directions.count)
    let chosen = tips.indices.map { index in
      ArrowMark.Arrow(
        directions[index].name, to: tips[index], colorIndex: free[index], width: 2.5)
    }
    marks.append(ArrowMark(arrows + chosen))
    marks.append(
      PointMark(
        [Series("shortest of the hull", points: [point(shortest)], colorIndex: Palette.neutral)],
        hollow: [[0]]))
    var plot = Plot(
      title: title,
      subtitle: "the parameters move against the direction"
        + (directions.count > 1 ? "; thick arrows are what the methods chose" : ""),
      caption: caption(directions.map(\.vector), areWeighted: areWeighted),
      x: Axis(axisNames.x), y: Axis(axisNames.y), marks: marks)
    plot.hasEqualUnits = true
    return plot
  }

  /// Ink for a single direction; hues that no task has for several.
  private static func colors(besides taken: [Int], count: Int) -> [Int] {
    guard count > 1 else { return [Palette.neutral] }
    let hues = Set(taken.map { $0 % Palette.hueCount })
    let free = (0..<Palette.hueCount).filter { !hues.contains($0) }
    return (0..<count).map { $0 == 0 ? Palette.neutral : free[($0 - 1) % free.count] }
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
      let whose = directions.count > 1 ? "a direction's" : "the direction's"
      parts.append("Of \(whose) squared length \(FigureText.percent(outside)) lies outside.")
    }
    return (parts + hiddenArrows).joined(separator: " ")
  }

  /// Arrows too short to be seen beside the longest.
  private var hiddenArrows: [String] {
    let lengths = rows.map { length(of: $0) }
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
