import TandemCatalog
import TandemLearning
import TandemNetworks
import TandemPlots

/// The diagram of an architecture that is not bound to tasks yet.
struct ArchitectureDiagram {
  private let architecture: any Architecture

  init(_ architecture: any Architecture) {
    self.architecture = architecture
  }

  func figure(by renderer: Renderer, title: String? = nil) -> Diagram {
    let descriptor = type(of: architecture).descriptor
    let parts = architecture.outline
    let boxes = parts.map { part in
      Diagram.Box(
        id: part.name, title: ControlText.cut(Self.title(of: part, among: parts), to: 48),
        lines: part.layers.layers.map { ControlText.cut($0.shortText, to: 48) }, note: part.note,
        owner: Self.owner(of: part, by: renderer),
        copyCount: part.owner == .eachTask ? max(part.copyCount, 2) : part.copyCount,
        showsCount: part.owner != .eachTask)
    }
    let ranked = DiagramRanks(
      boxes: boxes, inputs: Dictionary(uniqueKeysWithValues: parts.map { ($0.name, $0.inputs) }))
    return Diagram(
      title: title ?? "\(descriptor.name): \(descriptor.summary)",
      subtitle: descriptor.formula,
      caption: "Grey: shared by all tasks. Stacked: one for each task. Coloured: one task's own.",
      columns: ranked.columns(input: .init(id: "input", title: "input", owner: .input)),
      arrows: ranked.arrows(input: "input"))
  }

  private static func title(of part: OutlinePart, among parts: [OutlinePart]) -> String {
    guard part.owner == .eachTask else { return part.name }
    let base = part.name + "."
    return part.name
      + (parts.contains { $0.name.hasPrefix(base) } ? ", other tasks" : ", each task")
  }

  private static func owner(of part: OutlinePart, by renderer: Renderer) -> Diagram.Owner {
    switch part.owner {
    case .shared: .shared
    case .eachTask: .task(Palette.neutral)
    case .task(let name): .task(renderer.color(of: name))
    }
  }
}

extension Renderer {
  /// How an architecture shows before it is bound: what is shared, and what is each task's.
  func rendering(of architecture: any Architecture) -> Rendering {
    let diagram = ArchitectureDiagram(architecture).figure(by: self)
    return Rendering(text: diagram.textDescription, picture: picture(of: diagram))
  }
}

extension LayerMethod {
  /// How a diagram names the layer.
  fileprivate var shortText: String {
    ReadableSource.text(sourceText)
  }
}
