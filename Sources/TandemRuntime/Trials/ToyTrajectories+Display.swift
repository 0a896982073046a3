import TandemCatalog
import TandemLearning
import TandemPlots

extension ToyTrajectories: Displayable {
  func rendering(by renderer: Renderer) -> Rendering {
    var picture = renderer.picture(of: figure(by: renderer))
    guard !ways.isEmpty else { return Rendering(text: picture.text, picture: picture) }
    picture.text = "Ways to the Pareto set of the two-task toy"
    let table = table
    let lines = [headline] + remarks
    return Rendering(
      text: ([lines[0], table.text] + lines.dropFirst()).joined(separator: "\n"),
      html: ([HTMLText.paragraph(HTMLText.escaped(lines[0])), table.html]
        + lines.dropFirst().map { HTMLText.paragraph(HTMLText.escaped($0), isFaint: true) })
        .joined(separator: "\n"),
      picture: picture)
  }

  private var headline: String {
    "toy: \(FigureText.count(methods.count, "method")) from "
      + "\(FigureText.count(starts.count, "start")), \(FigureText.count(stepCount, "step")) of Adam, "
      + "first loss × \(problem.firstScale.figureText)"
  }

  private var remarks: [String] {
    var remarks = ["✓ ends within \(ToyProblem.reach.figureText) of the Pareto set, ✗ elsewhere."]
    for (method, row) in zip(methods, ways) {
      var told: [String] = []
      for note in row.flatMap(\.notes) where !told.contains(note.words) { told.append(note.words) }
      remarks += told.map { "\(method): \($0)." }
    }
    return remarks
  }

  /// A row a method, a column a start.
  private var table: DisplayTable {
    var table = DisplayTable(
      [.init("method"), .init("reached", isNumber: true)]
        + starts.map { .init("from \(Self.text($0))") })
    for (method, row) in zip(methods, ways) {
      let count = row.count(where: \.hasArrived)
      table.add(
        [.init(method, .strong), .init("\(count)/\(row.count)")]
          + row.map { way in
            .init(
              "\(way.hasArrived ? "✓" : "✗") \(Self.text(way.end))",
              way.hasArrived ? .none : .faint)
          })
    }
    return table
  }

  private static func text(_ point: ToyProblem.Point) -> String {
    func text(_ number: Double) -> String {
      number == number.rounded() && number.magnitude < 1e6
        ? number.figureText : number.fixedText(decimals: 2)
    }
    return "(\(text(point.x)), \(text(point.y)))"
  }
}
