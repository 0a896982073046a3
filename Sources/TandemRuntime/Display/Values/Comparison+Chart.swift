import TandemLearning
import TandemPlots

extension Comparison {
  /// A panel for each task and one for Δm: dots with error bars beside the mixes' names.
  func chart(by renderer: Renderer, title: String? = nil) -> PlotGrid {
    let names = rows.map(\.title)
    let panels = tasks.indices.map { panel(task: $0, names: names, by: renderer) }
    let hasSpread = rows.contains { $0.runs.count > 1 }
    return PlotGrid(
      title: title ?? "\(FigureText.count(rows.count, "mix", "mixes")) on the test split",
      subtitle: (hasSpread
        ? "mean of \(FigureText.count(seeds.count, "seed")) ± standard deviation; " : "")
        + "dashed: the task alone; hollow: worse than alone",
      caption: Self.deltaNote, plots: panels + [deltaPanel(names: names)],
      columnCount: min(4, max(2, tasks.count + 1)), sharesY: true,
      rowHeight: max(150, Double(rows.count) * 24 + 84))
  }

  private func panel(task: Int, names: [String], by renderer: Renderer) -> Plot {
    let metric = metric(ofTask: task)
    let points = rows.enumerated().map { index, row in
      let summary = known(task: task, in: row)
      return PlotPoint(summary.mean, Double(index), spread: summary.deviation ?? 0)
    }
    let worse = rows.indices.filter { transfer(ofTask: task, in: rows[$0]) != .none }
    let alone = known(baselineOf: task).mean
    let name = ControlText.cut(tasks[task], to: 40)
    let label = metric.map { $0.isHigherBetter ? "\($0.name) →" : "← \($0.name)" } ?? ""
    return Plot(
      title: name, x: Axis(label), y: Axis(spacing: .categories(names)),
      marks: (alone.isFinite ? [RuleMark(alone, isUpright: true, name: "alone")] : [])
        + [
          PointMark(
            [
              Series(
                name, points: points, colorIndex: renderer.color(of: tasks[task]),
                isLabeled: false)
            ], isSpreadAlongX: true, hollow: [Set(worse)])
        ])
  }

  private func deltaPanel(names: [String]) -> Plot {
    let summaries = rows.map { deltaM(in: $0) }
    let points = summaries.enumerated().map { index, summary in
      PlotPoint(summary.mean * 100, Double(index), spread: (summary.deviation ?? 0) * 100)
    }
    let worse = summaries.indices.filter { summaries[$0].mean < 0 }
    return Plot(
      title: "Δm", x: Axis("% →"), y: Axis(spacing: .categories(names)),
      marks: [
        RuleMark(0, isUpright: true, name: "alone"),
        PointMark(
          [Series("Δm", points: points, colorIndex: Palette.neutral, isLabeled: false)],
          isSpreadAlongX: true, hollow: [Set(worse)]),
      ])
  }
}
