import TandemCatalog
import TandemLearning
import TandemPlots

extension Model: Displayable {
  func rendering(by renderer: Renderer) -> Rendering {
    var table = DisplayTable([
      .init("part"), .init("of"), .init("layers"), .init("output"),
      .init("parameters", isNumber: true),
    ])
    for group in groups {
      let part = group.part
      table.add([
        .init(ControlText.cut(group.title, to: 48), .strong),
        .init(
          part.isShared ? "all tasks" : ControlText.cut(part.tasks.joined(separator: ", "), to: 40)),
        .init(ControlText.cut(part.layerTexts.joined(separator: " -> "), to: 80)),
        .init(FigureText.shape(part.outputShape)),
        .init(FigureText.count(part.parameterCount * group.names.count)),
      ])
    }
    let facts =
      "\(FigureText.count(parameterCount, "parameter")) · "
      + "\(FigureText.operations(floatingPointOperations)) a row"
    return Rendering(
      text: [facts, "", table.text].joined(separator: "\n"),
      html: HTMLText.paragraph(HTMLText.escaped(facts)) + "\n" + table.html,
      picture: renderer.picture(of: diagram(by: renderer)))
  }

  /// What is shared and what is each task's, with sizes.
  func diagram(by renderer: Renderer, title: String? = nil) -> Diagram {
    let groups = groups
    let boxes = groups.map { group in
      Diagram.Box(
        id: group.names[0], title: ControlText.cut(group.title, to: 48),
        lines: group.part.layerTexts.map { ControlText.cut($0, to: 40) },
        note: FigureText.count(group.part.parameterCount * group.names.count, "parameter"),
        owner: group.part.isShared || group.part.tasks.isEmpty
          ? .shared : .task(renderer.color(of: group.part.tasks[0])),
        copyCount: group.names.count)
    }
    var inputs: [String: [String]] = [:]
    for group in groups {
      let wanted = Set(group.part.inputs)
      inputs[group.names[0]] = groups.filter { $0.names.contains(where: wanted.contains) }
        .map { $0.names[0] }
    }
    let ranks = DiagramRanks(boxes: boxes, inputs: inputs)
    let shapes = Set(parts.filter(\.inputs.isEmpty).map(\.inputShape))
    let input = Diagram.Box(
      id: "input", title: "input",
      lines: shapes.count == 1 ? shapes.map { FigureText.shape($0) } : [], owner: .input)
    return Diagram(
      title: title ?? "What is shared, and what is each task's",
      subtitle: "\(FigureText.count(parameterCount, "parameter")) · "
        + "\(FigureText.operations(floatingPointOperations)) a row",
      caption: "Grey: shared by all tasks. Coloured: one task's own.",
      columns: ranks.columns(input: input), arrows: ranks.arrows(input: "input"))
  }

  /// Parts that are alike, as the experts of a mixture, count as one.
  private var groups: [(names: [String], part: Part, title: String)] {
    var groups: [(names: [String], part: Part, base: String)] = []
    for part in parts {
      let base = String(part.name.prefix { $0 != "[" })
      if let index = groups.firstIndex(where: { group in
        group.base == base && base != part.name && group.part.tasks == part.tasks
          && group.part.inputs == part.inputs && group.part.layers == part.layers
      }) {
        groups[index].names.append(part.name)
      } else {
        groups.append(([part.name], part, base))
      }
    }
    return groups.map { ($0.names, $0.part, $0.names.count > 1 ? $0.base : $0.part.name) }
  }
}

extension Model.Part {
  /// The layers by name, with the size of the output where it changes.
  var layerTexts: [String] {
    var shape = inputShape
    return layers.map { layer in
      defer { shape = layer.outputShape }
      return layer.outputShape == shape
        ? layer.name : "\(layer.name) \(FigureText.shape(layer.outputShape))"
    }
  }
}
