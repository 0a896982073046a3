import TandemCatalog
import TandemLearning
import TandemPlots

/// What several methods make of the same gradients, side by side: `combine([…], jacobian: …)`.
struct MethodLineup: ValueObject {
  /// What each method is called, no two alike.
  let names: [String]
  let combinations: [MethodCombination]
  let sourceText: String
  var origin: ValueOrigin?
  var kind: ValueKind { .combination }

  /// A part of each method's answer, by its name.
  func record(_ part: (MethodCombination) -> Value) -> Value {
    .record(Record(zip(names, combinations).map { .init($0, part($1)) }))
  }

  /// What methods are called, with a number where two are alike.
  static func names(of choices: [WeightingChoice]) -> [String] {
    var names: [String] = []
    for choice in choices {
      let name = ControlText.cut(ReadableSource.text(choice.title), to: 60)
      var free = name
      var count = 1
      while names.contains(free) {
        count += 1
        free = "\(name) \(count)"
      }
      names.append(free)
    }
    return names
  }
}

extension MethodLineup: Displayable {
  func rendering(by renderer: Renderer) -> Rendering {
    let remarks = remarks
    let table = table
    var picture: Rendering.Picture?
    if let figure = figure(by: renderer) {
      picture = renderer.picture(of: figure)
      picture?.text = (figure as? Plot)?.title ?? title
    }
    return Rendering(
      text: ([headline, table.text] + remarks).joined(separator: "\n"),
      html: ([HTMLText.paragraph(HTMLText.escaped(headline)), table.html]
        + remarks.map { HTMLText.paragraph(HTMLText.escaped($0), isFaint: true) })
        .joined(separator: "\n"),
      picture: picture)
  }

  private var first: MethodCombination { combinations[0] }

  private var title: String { "\(FigureText.count(names.count, "method")) side by side" }

  private var headline: String {
    let steps = first.steps.count
    return "\(FigureText.count(names.count, "method")), "
      + "\(FigureText.count(first.tasks.count, "gradient")) of "
      + FigureText.count(first.last.jacobian.first?.count ?? 0, "number")
      + (steps > 1 ? ", the last of \(steps) steps" : "")
  }

  private var remarks: [String] {
    var remarks: [String] = []
    if combinations.contains(where: { $0.last.decided.gradientWeights == nil }) {
      remarks.append("–: the direction is no weighted sum of the gradients.")
    }
    if combinations.contains(where: hasConflict) {
      remarks.append("▼: to first order, a step against the direction raises this task's loss.")
    }
    for (name, combination) in zip(names, combinations) {
      remarks += combination.notes.map { "\(name): \($0)." }
    }
    return remarks
  }

  private func hasConflict(_ combination: MethodCombination) -> Bool {
    combination.tasks.indices.contains { isAgainst(task: $0, in: combination) }
  }

  /// Whether the direction leads up a task's loss, by more than rounding error.
  private func isAgainst(task: Int, in combination: MethodCombination) -> Bool {
    (combination.cosineToDirection(ofTask: task) ?? 0) < -1e-9
  }

  /// A row a method: the weights, what the direction does to each task, and the direction.
  private var table: DisplayTable {
    let tasks = first.tasks.map { ControlText.cut($0, to: 24) }
    var table = DisplayTable(
      [.init("method")] + tasks.map { .init("weight of \($0)", isNumber: true) }
        + tasks.map { .init("cos to \($0)", isNumber: true) }
        + [.init("length", isNumber: true), .init("direction")])
    for (name, combination) in zip(names, combinations) {
      let decided = combination.last.decided
      let weights = tasks.indices.map { decided.weights?[$0].figureText ?? "–" }
      let cosines = tasks.indices.map { task -> String in
        let value = combination.cosineToDirection(ofTask: task)
        let mark = isAgainst(task: task, in: combination) ? "▼ " : ""
        return value.map { mark + FigureText.score($0) } ?? "–"
      }
      let (direction, size) = combination.directionTexts(limit: 6)
      table.add(
        [.init(name, .strong)] + (weights + cosines + [size]).map { .init($0) }
          + [.init("[\(direction)]")])
    }
    return table
  }

  /// The picture, a panel a method; none but for two or three tasks with gradients of at least two numbers.
  func figure(by renderer: Renderer, title: String? = nil) -> (any Figure)? {
    guard names.count > 1 else { return first.figure(by: renderer, title: title) }
    // Where methods weigh the losses differently there are no gradients that all of them combine.
    guard names.count <= 24 else { return nil }
    return CombinationPicture(of: first.last.jacobian, tasks: first.tasks)?.grid(
      by: renderer, title: title ?? self.title,
      directions: zip(names, combinations).map { ($0, $1.clearDirection) })
  }
}
