import TandemCatalog
import TandemLearning
import TandemPlots

extension MethodCombination: Displayable {
  func rendering(by renderer: Renderer) -> Rendering {
    let table = steps.count == 1 ? taskTable : stepTable
    let remarks = remarks
    let html =
      [HTMLText.paragraph(HTMLText.escaped(headline)), table.html]
      + remarks.map { HTMLText.paragraph(HTMLText.escaped($0), isFaint: true) }
    var picture: Rendering.Picture?
    if let figure = figure(by: renderer) {
      picture = renderer.picture(of: figure)
      // A terminal has the table anyway.
      picture?.text = figure.title
    }
    return Rendering(
      text: ([headline, table.text] + remarks).joined(separator: "\n"),
      html: html.joined(separator: "\n"), picture: picture)
  }

  /// The picture; none but for two or three tasks with gradients of at least two numbers.
  func figure(by renderer: Renderer, title: String? = nil) -> Plot? {
    guard !last.jacobian.isEmpty else { return nil }
    let step = steps.count > 1 ? ", the last of \(steps.count) steps" : ""
    return CombinationPicture(of: last.weightedGradients, tasks: tasks)?.plot(
      by: renderer, title: title ?? "\(methodText): gradients and direction\(step)",
      direction: clearDirection, areWeighted: choice.weighting != nil)
  }

  var methodText: String { ControlText.cut(ReadableSource.text(choice.title), to: 80) }

  private var headline: String {
    let count = FigureText.count(tasks.count, "task")
    if isHistory {
      return "\(methodText): weights of \(count) through "
        + FigureText.count(steps.count - 1, "epoch")
    }
    let numbers = FigureText.count(last.jacobian.first?.count ?? 0, "number")
    let when = steps.count > 1 ? ", \(FigureText.count(steps.count, "step"))" : ""
    return "\(methodText): \(FigureText.count(tasks.count, "gradient")) of \(numbers)\(when)"
  }

  private var remarks: [String] {
    var remarks: [String] = []
    if !last.jacobian.isEmpty {
      let (text, size) = directionTexts(limit: 12)
      remarks.append(
        "direction: [\(text)], length \(size)" + (steps.count > 1 ? ", in the last step" : ""))
    }
    if last.decided.gradientWeights == nil {
      remarks.append("The direction is no weighted sum of the gradients.")
    }
    return remarks + notes.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
  }

  /// The numbers of the last step's direction, and its length, as text.
  ///
  /// What is rounding error beside the terms of which it is a sum is shown as the 0 that it stands for.
  func directionTexts(limit: Int) -> (numbers: String, length: String) {
    let direction = last.decided.direction
    let noise = noise
    func text(_ number: Double) -> String { (number.magnitude < noise ? 0 : number).figureText }
    let shown = direction.prefix(limit).map(text).joined(separator: ", ")
    let rest = direction.count > limit ? ", …" : ""
    return (shown + rest, text(vectorLength(direction)))
  }

  /// How long a direction can be that is rounding error: beside the gradients as they are weighed, or as they
  /// are where it is no weighted sum.
  private var noise: Double {
    let gradients = last.decided.weights == nil ? last.weightedGradients : last.jacobian
    let weights = last.decided.weights ?? gradients.map { _ in 1 }
    let sizes = zip(gradients, weights).map { vectorLength($0) * $1.magnitude }
    return 1e-14 * (sizes.max() ?? 0)
  }

  /// The last step's direction, 0 where it is rounding error.
  var clearDirection: [Double] {
    let direction = last.decided.direction
    return vectorLength(direction) < noise ? direction.map { _ in 0 } : direction
  }

  /// The cosine between a task's gradient and the direction, 0 where it is rounding error; `nil` where there is
  /// none.
  func cosineToDirection(ofTask task: Int) -> Double? {
    let direction = clearDirection
    guard let cosine = cosine(of: last.jacobian[task], with: direction) else { return nil }
    return cosine.magnitude * vectorLength(direction) < noise ? 0 : cosine
  }

  /// A row a task: what was given, what it weighs, and what the direction does to it.
  private var taskTable: DisplayTable {
    let step = last
    let hasLosses = !step.losses.isEmpty
    let hasBoth = choice.weighting != nil && choice.gradientMethod != nil
    var headings: [DisplayTable.Heading] = [.init("task")]
    if hasLosses { headings.append(.init("loss", isNumber: true)) }
    headings.append(.init("|gradient|", isNumber: true))
    if hasBoth {
      headings += [.init("loss weight", isNumber: true), .init("gradient weight", isNumber: true)]
    }
    headings += [.init("weight", isNumber: true), .init("cos to direction", isNumber: true)]
    var table = DisplayTable(headings)
    for (index, task) in tasks.enumerated() {
      let row = step.jacobian[index]
      var cells: [DisplayTable.Cell] = [.init(ControlText.cut(task, to: 40), .strong)]
      if hasLosses { cells.append(.init(step.losses[index].figureText)) }
      cells.append(.init(vectorLength(row).figureText))
      if hasBoth {
        cells.append(.init(step.decided.lossWeights[index].figureText))
        cells.append(.init(step.decided.gradientWeights?[index].figureText ?? "–"))
      }
      cells.append(.init(step.decided.weights?[index].figureText ?? "–"))
      let cosine = cosineToDirection(ofTask: index)
      cells.append(.init(cosine.map { FigureText.score($0) } ?? "–"))
      table.add(cells)
    }
    return table
  }

  /// A row a step or an epoch: the weights, and how long the direction is.
  private var stepTable: DisplayTable {
    let hasGradients = !last.jacobian.isEmpty
    var table = DisplayTable(
      [.init(isHistory ? "epoch" : "step")]
        + tasks.map { .init(ControlText.cut($0, to: 24), isNumber: true) }
        + (hasGradients ? [.init("|direction|", isNumber: true)] : []))
    for (index, step) in shownSteps {
      let name = isHistory && index == steps.count - 1 ? "after" : "\(index + 1)"
      let weights = tasks.indices.map { step.decided.weights?[$0].figureText ?? "–" }
      let size = hasGradients ? [vectorLength(step.decided.direction).figureText] : []
      table.add([.init(name)] + (weights + size).map { .init($0) })
    }
    return table
  }

  /// All steps, or the first and the last of many.
  private var shownSteps: [(Int, Step)] {
    let all = Array(steps.enumerated()).map { ($0.offset, $0.element) }
    return all.count <= 40 ? all : Array(all.prefix(20)) + Array(all.suffix(20))
  }
}

/// The cosine of the angle between two vectors; `nil` where one is 0.
func cosine(of a: [Double], with b: [Double]) -> Double? {
  let (sizeOfA, sizeOfB) = (vectorLength(a), vectorLength(b))
  guard sizeOfA > 0, sizeOfB > 0 else { return nil }
  return zip(a, b).reduce(0) { $0 + ($1.0 / sizeOfA) * ($1.1 / sizeOfB) }
}
