import TandemCatalog
import TandemLearning
import TandemPlots

extension Run: Displayable {
  func rendering(by renderer: Renderer) -> Rendering {
    let table = scoreTable
    let html = [
      HTMLText.paragraph(HTMLText.escaped(headline)), table.html,
      HTMLText.paragraph(
        ([HTMLText.code(settingsText)] + facts.map(HTMLText.escaped)).joined(separator: "<br>"),
        isFaint: true),
    ]
    return Rendering(
      text: ([headline, "", table.text, "", settingsText] + facts).joined(separator: "\n"),
      html: html.joined(separator: "\n"),
      picture: renderer.picture(of: lossPlot(by: renderer)))
  }

  /// Training loss as lines, and dashed the loss on the validation split.
  func lossPlot(by renderer: Renderer, title: String? = nil, log: [String] = []) -> Plot {
    let training = lossCurves.lines(by: renderer)
    var validation = validationCurves.lines(by: renderer, dash: .dashed, isLabeled: false)
    for index in validation.indices { validation[index].name += ", validation" }
    let hasValidation = validation.contains { $0.points.contains(where: \.isFinite) }
    return Plot(
      title: title ?? "Loss of each task",
      subtitle: hasValidation ? "solid: training; dashed: validation split" : nil,
      x: Axis("epoch", spacing: log.contains("x") ? .log : .linear),
      y: Axis("loss", spacing: log.contains("y") ? .log : .linear),
      marks: [LineMark(training + (hasValidation ? validation : []))])
  }

  private var headline: String {
    let count = FigureText.count(state.epoch, "epoch")
    let steps = FigureText.count(state.step, "step")
    let how =
      switch ending {
      case .finished: "trained \(count)"
      case .stoppedEarly: "stopped early after \(count) of \(FigureText.count(epochsAsked))"
      case .interrupted: "interrupted after \(count) of \(FigureText.count(epochsAsked))"
      case .failed: "went wrong after \(count) of \(FigureText.count(epochsAsked))"
      }
    return "run: \(how), \(steps), in \(FigureText.duration(time)) · seed \(settings.seed)"
  }

  /// A row for each task and figure, a column for each split.
  private var scoreTable: DisplayTable {
    var table = DisplayTable([
      .init("task"), .init("figure"), .init("validation", isNumber: true),
      .init("test", isNumber: true),
    ])
    for (index, task) in tasks.enumerated() {
      let validation = validation.indices.contains(index) ? validation[index] : nil
      let test = test.indices.contains(index) ? test[index] : nil
      table.add([
        .init(ControlText.cut(task.name, to: 40), .strong), .init("loss ↓", .faint),
        .init(FigureText.score(validation?.loss ?? .nan), .faint),
        .init(FigureText.score(test?.loss ?? .nan), .faint),
      ])
      let scores = test?.metrics ?? validation?.metrics ?? []
      for (place, score) in scores.enumerated() {
        let known = validation.flatMap {
          $0.metrics.indices.contains(place) ? $0.metrics[place] : nil
        }
        table.add([
          .init(""), .init(score.headingText),
          .init(FigureText.score(known?.value ?? .nan)),
          .init(FigureText.score(test == nil ? .nan : score.value), .strong),
        ])
      }
    }
    return table
  }

  private var settingsText: String {
    var parts = [
      ControlText.cut(ReadableSource.text(settings.architecture.sourceText), to: 240),
      "weighting: \(ControlText.cut(ReadableSource.text(settings.weighting.title), to: 80))",
      "optimizer: \(ReadableSource.text(settings.optimizer.sourceText))",
      "schedule: \(ReadableSource.text(settings.schedule.sourceText))",
      "batch: \(settings.batchSize)",
    ]
    if let stop = settings.stop { parts.append("stop: \(ReadableSource.text(stop.sourceText))") }
    if let clip = settings.clip { parts.append("clip: \(clip.sourceText)") }
    return (parts + settings.options.map { ControlText.cut($0, to: 120) }).joined(separator: ", ")
  }

  /// What the network takes, and what the methods cost.
  private var facts: [String] {
    var inputs: [String] = []
    for task in tasks.indices {
      for name in inputColumns(ofTask: task) where !inputs.contains(name) { inputs.append(name) }
    }
    let network = [
      FigureText.count(model.parameterCount, "parameter"),
      "\(FigureText.operations(model.floatingPointOperations)) a row",
      "inputs \(ControlText.cut(inputs.joined(separator: ", "), to: 100))",
    ].joined(separator: " · ")
    return [network] + costs
  }

  /// What a step of each method costs, with what K and P are here.
  private var costs: [String] {
    let shared = model.parts.filter(\.isShared).reduce(0) { $0 + $1.parameterCount }
    let methods =
      [settings.weighting.weighting, settings.weighting.gradientMethod]
      as [(any CatalogMethod)?]
    return methods.compactMap { method in
      let descriptor = method.map { type(of: $0).descriptor }
      guard let descriptor, let cost = descriptor.cost else { return nil }
      return "a step of '\(descriptor.name)': \(cost) · K = \(tasks.count), P = \(shared.grouped)"
    }
  }
}

extension TaskScores.MetricScore {
  /// The metric's name with an arrow to where it is better.
  var headingText: String { "\(name) \(isHigherBetter ? "↑" : "↓")" }
}
