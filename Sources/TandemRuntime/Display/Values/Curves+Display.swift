import TandemCatalog
import TandemLearning
import TandemPlots

extension Curves: Displayable {
  func rendering(by renderer: Renderer) -> Rendering {
    let plot = plot(by: renderer)
    return Rendering(text: plot.textDescription, picture: renderer.picture(of: plot))
  }

  /// The curves as lines over epochs; a task has its hue.
  func plot(by renderer: Renderer, title: String? = nil, log: [String] = []) -> Plot {
    var plot = Plot(
      title: title ?? heading,
      x: Axis("epoch", spacing: log.contains("x") ? .log : .linear),
      y: Axis(quantity, spacing: log.contains("y") ? .log : .linear),
      marks: [LineMark(lines(by: renderer))]
        + (isCosine && !series.isEmpty && !log.contains("y") ? [RuleMark(0)] : []))
    if isCosine || quantity == "gradient norm" {
      plot.emptyText = "no curves: there is no part that tasks share"
    }
    return plot
  }

  /// One line a curve; curves of two tasks have hues of their own, which begin where those of tasks end.
  func lines(by renderer: Renderer, dash: Dash? = nil, isLabeled: Bool = true) -> [TandemPlots
    .Series]
  {
    series.map { curve in
      let color =
        curve.tasks.count == 1
        ? renderer.color(of: curve.tasks[0])
        : renderer.color(of: curve.tasks.joined(separator: " · "))
      return TandemPlots.Series(
        ControlText.cut(curve.name, to: 60), values: curve.values, colorIndex: color, dash: dash,
        isLabeled: isLabeled)
    }
  }

  private var isCosine: Bool { quantity == "cosine" }

  private var heading: String {
    switch quantity {
    case "loss": "Training loss"
    case "validation loss": "Loss on the validation split"
    case "weight": "Loss weights"
    case "gradient norm": "Norm of each task's gradient in the shared part"
    case "cosine": "Cosine between the tasks' gradients in the shared part"
    default: quantity.prefix(1).uppercased() + quantity.dropFirst()
    }
  }
}
