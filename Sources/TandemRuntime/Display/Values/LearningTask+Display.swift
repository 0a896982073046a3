import TandemCatalog
import TandemData
import TandemLearning
import TandemPlots

extension LearningTask: Displayable {
  private static let levelLimit = 20

  func rendering(by renderer: Renderer) -> Rendering {
    let name = name.isEmpty ? "task" : "task \(ControlText.cut(name, to: 60))"
    let summary = try? targetSummary()
    let facts = factTable(summary)
    let balance = summary.flatMap(balanceTable)
    let html = [
      HTMLText.paragraph(
        "<strong>\(HTMLText.escaped(name))</strong> = \(HTMLText.code(ControlText.cut(ReadableSource.text(sourceText), to: 200)))"
      ), facts.html, balance?.html,
    ]
    let text =
      ["\(name) = \(ControlText.cut(ReadableSource.text(sourceText), to: 200))", facts.text]
      + (balance.map { ["", $0.text] } ?? [])
    return Rendering(
      text: text.joined(separator: "\n"), html: html.compactMap { $0 }.joined(separator: "\n"))
  }

  private func factTable(_ summary: TargetSummary?) -> DisplayTable {
    let descriptor = type(of: method).descriptor
    var table = DisplayTable([.init("kind"), .init(descriptor.name)])
    table.add([
      "target", ControlText.cut(targets.map(\.sourceText).joined(separator: ", "), to: 100),
    ])
    if let summary {
      let labelled = FigureText.count(summary.rowCount - summary.missingCount, "labelled row")
      let missing = summary.missingCount
      table.add(["rows", labelled + (missing > 0 ? ", \(FigureText.count(missing)) without" : "")])
      if let spread = summary.spread {
        table.add([
          "values",
          "\(spread.smallest.figureText) to \(spread.largest.figureText), mean "
            + "\(spread.mean.figureText) ± \(spread.deviation.figureText)",
        ])
      }
    }
    table.add(["loss", ReadableSource.text(loss.sourceText)])
    table.add([
      "metrics", metrics.map { ReadableSource.text($0.sourceText) }.joined(separator: ", "),
    ])
    if let inputs {
      let names = inputs.map(\.label).joined(separator: ", ")
      table.add(["from", ControlText.cut(names, to: 100)])
    }
    if weight != 1 { table.add(["weight", weight.sourceText]) }
    return table
  }

  /// Classes or labels with bars of text, which every front end can show.
  private func balanceTable(_ summary: TargetSummary) -> DisplayTable? {
    guard !summary.balance.isEmpty else { return nil }
    let rows = summary.rowCount - summary.missingCount
    let sorted =
      summary.balance.count > Self.levelLimit
      ? summary.balance.sorted { $0.count > $1.count } : summary.balance
    let most = summary.balance.map(\.count).max() ?? 0
    var table = DisplayTable([
      .init(method.form == .labels ? "label" : "class"), .init("rows", isNumber: true),
      .init("share", isNumber: true), .init(""),
    ])
    for level in sorted.prefix(Self.levelLimit) {
      let length = most > 0 ? Int((Double(level.count) / Double(most) * 24).rounded()) : 0
      let share = rows > 0 ? Double(level.count) / Double(rows) : .nan
      table.add([
        .init(ControlText.cut(level.name, to: 40)), .init(FigureText.count(level.count)),
        .init(FigureText.percent(share), .faint),
        .init(String(repeating: "▇", count: length), .faint),
      ])
    }
    let rest = sorted.count - Self.levelLimit
    if rest > 0 { table.add(["… \(FigureText.count(rest)) more", "", "", ""]) }
    return table
  }
}
