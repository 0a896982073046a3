import TandemCatalog
import TandemLearning

extension Evaluation: Displayable {
  func rendering(by renderer: Renderer) -> Rendering {
    var table = DisplayTable([
      .init("task"), .init("rows", isNumber: true), .init("figure"), .init("value", isNumber: true),
    ])
    for task in scores {
      table.add([
        .init(ControlText.cut(task.task, to: 40), .strong), .init(FigureText.count(task.rowCount)),
        .init("loss ↓", .faint), .init(FigureText.score(task.loss), .faint),
      ])
      for score in task.metrics {
        table.add([
          .init(""), .init(""), .init(score.headingText),
          .init(FigureText.score(score.value), .strong),
        ])
      }
    }
    let article = rows.hasSuffix(" split") ? "the " : ""
    let head = "on \(article)\(ControlText.cut(rows, to: 120))"
    return Rendering(
      text: head + "\n" + table.text,
      html: HTMLText.paragraph(HTMLText.escaped(head)) + "\n" + table.html)
  }
}
