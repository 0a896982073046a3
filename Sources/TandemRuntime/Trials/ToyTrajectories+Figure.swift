import TandemLearning
import TandemPlots

extension ToyTrajectories {
  /// More methods than this have a panel each: their ways would cover each other, and of faint thin lines not
  /// everybody can tell more hues apart.
  private static let overlayLimit = 2

  /// The ways on the contours of the mean loss, with the Pareto set.
  func figure(by renderer: Renderer, title: String? = nil) -> any Figure {
    let title = title ?? (ways.isEmpty ? "The toy's mean loss" : "Ways down the toy")
    let caption =
      "● a start; filled rings end on the Pareto set, hollow ones elsewhere; lines grow "
      + "stronger along the way."
    guard methods.count > Self.overlayLimit else {
      var plot = Plot(
        title: title, subtitle: Self.subtitle, caption: ways.isEmpty ? nil : caption,
        x: Axis("x₁"), y: Axis("x₂"), marks: [contours(levelCount: 14), Self.paretoSet()])
      if !ways.isEmpty {
        plot.marks.append(PathMark(methods.indices.flatMap { paths(of: $0, colorIndex: $0) }))
      }
      plot.height = 480
      return plot
    }
    let ground: [any Mark] = [contours(levelCount: 8), Self.paretoSet(strokeWidth: 3)]
    let plots = methods.indices.map { method in
      Plot(
        title: methods[method], x: Axis(), y: Axis(),
        marks: ground + [PathMark(paths(of: method, colorIndex: 0, isLabeled: false))])
    }
    return PlotGrid(
      title: title, subtitle: Self.subtitle, caption: "Across: x₁; up: x₂. " + caption,
      plots: plots, columnCount: 3, rowHeight: 210)
  }

  private static let subtitle =
    "contours of the mean loss, lower ones stronger; bold: the Pareto set"

  private func contours(levelCount: Int) -> ContourMark {
    let problem = problem
    return ContourMark(
      of: { x, y in problem.evaluate(ToyProblem.Point(x, y)).losses.reduce(0, +) / 2 },
      x: -10...10, y: -10...10, levelCount: levelCount)
  }

  /// The ways of a method, one of them with its name.
  private func paths(of method: Int, colorIndex: Int, isLabeled: Bool = true) -> [PathMark.Path] {
    ways[method].enumerated().map { place, way in
      PathMark.Path(
        methods[method], points: way.points.map { PlotPoint($0.x, $0.y) }, colorIndex: colorIndex,
        isEndMarked: way.hasArrived, isLabeled: isLabeled && place == 0)
    }
  }

  private static func paretoSet(strokeWidth: Double = 4) -> LineMark {
    var mark = LineMark([
      Series(
        "Pareto set", points: ToyProblem.paretoSet.map { PlotPoint($0.x, $0.y) },
        colorIndex: Palette.neutral, isLabeled: false)
    ])
    mark.strokeWidth = strokeWidth
    return mark
  }
}
