import TandemCatalog
import TandemLearning
import TandemPlots

extension Comparison: Displayable {
  func rendering(by renderer: Renderer) -> Rendering {
    let table = table
    let notes = notes
    let html =
      [HTMLText.paragraph(HTMLText.escaped(headline)), table.html]
      + notes.map { HTMLText.paragraph(HTMLText.escaped($0), isFaint: true) }
    return Rendering(
      text: ([headline, "", table.text, ""] + notes).joined(separator: "\n"),
      html: html.joined(separator: "\n"),
      picture: rows.isEmpty ? nil : picture(by: renderer))
  }

  /// The chart; a terminal, which shows the table anyway, is told its title only.
  private func picture(by renderer: Renderer) -> Rendering.Picture {
    let chart = chart(by: renderer)
    var picture = renderer.picture(of: chart)
    picture.text = "\(chart.title): \(chart.subtitle ?? "")"
    return picture
  }

  static let deltaNote =
    "Δm: the mean over tasks of the signed relative change of each task's first metric against the "
    + "task alone; positive is better."

  private var headline: String {
    let mixes = FigureText.count(rows.count, "mix", "mixes")
    let count = rows.reduce(0) { $0 + $1.runs.count }
    let alone = baselines.reduce(0) { $0 + $1.runs.count }
    let end = ending == .interrupted ? "interrupted: " : ""
    return
      "\(end)comparison of \(mixes) on the test split · \(FigureText.count(seeds.count, "seed")) · "
      + "\(FigureText.count(count, "run")) and \(FigureText.count(alone)) of tasks alone in "
      + FigureText.duration(time)
  }

  private var notes: [String] {
    var notes: [String] = []
    let hasSpread = rows.contains { $0.runs.count > 1 }
    if hasSpread { notes.append("Mean ± standard deviation over seeds.") }
    notes.append(Self.deltaNote)
    let left = tasksWithoutChange
    if !left.isEmpty {
      notes.append("Not in Δm, for want of a figure alone: \(left.joined(separator: ", ")).")
    }
    notes.append(
      "▽ worse than alone (negative transfer), ▼ worse by more than the standard error of the "
        + "difference.")
    for row in rows where !row.failures.isEmpty {
      let seeds = row.failures.map { "seed \($0.seed)" }.joined(separator: ", ")
      notes.append("\(row.title): a loss stopped being a number with \(seeds).")
    }
    notes += rows.compactMap(\.methodNotes)
    return notes
  }

  /// The first metric of a task, as it is known from any run.
  func metric(ofTask task: Int) -> TaskScores.MetricScore? {
    let alone = baselines.indices.contains(task) ? baselines[task].runs.first?.test.first : nil
    let together = rows.lazy.compactMap(\.runs.first).first.flatMap { run in
      run.test.indices.contains(task) ? run.test[task] : nil
    }
    return (alone ?? together)?.metrics.first
  }

  private var table: DisplayTable {
    var table = DisplayTable(
      [.init("architecture"), .init("weighting")]
        + tasks.indices.map { task in
          let metric = metric(ofTask: task).map { " \($0.headingText)" } ?? ""
          return .init(ControlText.cut(tasks[task], to: 32) + metric, isNumber: true)
        } + [.init("Δm ↑", isNumber: true)])
    table.add(
      [.init(baselineTitle, .faint), .init("")]
        + tasks.indices.map { .init(summaryText(known(baselineOf: $0)), .faint) } + [.init("")])
    let best = bestRow
    for (index, row) in rows.enumerated() {
      let scores = tasks.indices.map { task -> DisplayTable.Cell in
        let mark =
          switch transfer(ofTask: task, in: row) {
          case .none: ""
          case .negative: "▽ "
          case .stronglyNegative: "▼ "
          }
        return .init(mark + summaryText(known(task: task, in: row)))
      }
      table.add(
        [
          .init(ControlText.cut(row.architecture, to: 40), index == best ? .strong : .none),
          .init(
            ControlText.cut(ReadableSource.text(row.weighting), to: 60),
            index == best ? .strong : .none),
        ] + scores + [.init(deltaText(deltaM(in: row)), index == best ? .strong : .none)])
    }
    return table
  }

  /// Each task is trained alone in the first architecture; where there are several, that matters.
  private var baselineTitle: String {
    guard let first = rows.first?.architecture, rows.contains(where: { $0.architecture != first })
    else { return "each task alone" }
    return "each task alone, in \(ControlText.cut(first, to: 40))"
  }

  private var bestRow: Int? {
    let deltas = rows.map { deltaM(in: $0).mean }
    guard rows.count > 1 else { return nil }
    return deltas.indices.filter { deltas[$0].isFinite }.max { deltas[$0] < deltas[$1] }
  }

  func known(baselineOf task: Int) -> SeedSummary {
    guard baselines.indices.contains(task),
      baselines[task].runs.allSatisfy({ $0.test.first?.metrics.isEmpty == false })
    else { return SeedSummary(of: []) }
    return baseline(ofTask: task)
  }

  func known(task: Int, in row: Row) -> SeedSummary {
    guard
      row.runs.allSatisfy({
        $0.test.indices.contains(task) && !$0.test[task].metrics.isEmpty
      })
    else { return SeedSummary(of: []) }
    return summary(ofTask: task, in: row)
  }

  private func summaryText(_ summary: SeedSummary) -> String {
    let mean = FigureText.score(summary.mean)
    return summary.deviation.map { "\(mean) ± \(FigureText.score($0, like: summary.mean))" } ?? mean
  }

  private func deltaText(_ summary: SeedSummary) -> String {
    let mean = FigureText.signedPercent(summary.mean)
    guard let deviation = summary.deviation else { return mean }
    return "\(mean) ± \(FigureText.percent(deviation))"
  }
}

extension Comparison.Row {
  var title: String {
    ControlText.cut(
      [architecture, weighting].filter { !$0.isEmpty }.map(ReadableSource.text).joined(
        separator: " · "), to: 60)
  }
}
