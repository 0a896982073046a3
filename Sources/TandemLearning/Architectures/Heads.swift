import TandemCatalog
import TandemNetworks
import TandemTensors

/// The tasks' own last parts: what `heads:` asks for, and each task's output layer.
struct Heads: Sendable {
  /// One template for every task, one for some by name, or none.
  let record: Record

  /// Reads `heads:` of bound arguments.
  init(_ arguments: Arguments) {
    switch arguments[value: "heads"] {
    case .record(let heads): record = heads
    case .object(let layers): record = Record([.init("else", .object(layers))])
    default: record = Record()
    }
  }

  /// The tasks that it names.
  var namedTasks: [String] { record.entries.map(\.label).filter { $0 != "else" } }

  /// The parts that it gives a network, before the tasks are known.
  /// - Parameter inputs: The parts that a head's input comes from.
  /// - Returns: A part for each task that is named, and one for every other.
  func outline(from inputs: [String]) -> [OutlinePart] {
    let labels = namedTasks + ["else"]
    return labels.map { label in
      var layers = LayerTemplate([])
      if case .object(let object)? = record[label], let template = object as? LayerTemplate {
        layers = template
      }
      let isElse = label == "else"
      return OutlinePart(
        isElse ? "heads" : "heads.\(label)", layers, note: "output layer",
        owner: isElse ? .eachTask : .task(label), inputs: inputs)
    }
  }

  /// What every architecture's `heads:` takes.
  static let argument = ArgumentDescriptor.optional(
    "heads", .oneOf([.object(.layer), .record(.object(.layer))]),
    "each task's layers before its output layer: one row of layers for all, or by task with 'else'")

  /// Makes a task's part: its layers, then a dense layer with its outputs.
  ///
  /// Without layers of its own the output layer flattens what the shared part gives.
  /// - Parameters:
  ///   - task: The task's place in the network.
  ///   - port: The task.
  ///   - shape: A row of what the head gets.
  ///   - source: The part that it gets it from.
  ///   - generator: Draws the first weights.
  /// - Returns: The part.
  /// - Throws: `LayerBindingError`, or `ArchitectureError` where the layers end in no row of numbers.
  func bind(
    task: Int, _ port: TaskPort, to shape: Shape, from source: String,
    using generator: inout Generator
  ) throws -> NetworkPart {
    var layers: [any LayerMethod] = []
    if case .object(let object)? = record.value(for: port.name),
      let template = object as? LayerTemplate
    {
      layers = template.layers
    }
    let head = LayerTemplate(layers + [DenseMethod.output(port.outputSize)])
    let bound = try head.bind(to: shape, using: &generator)
    let name = "heads.\(port.name)"
    guard bound.outputShape == [port.outputSize] else {
      let before = try LayerTemplate(layers).bind(to: shape, using: &generator).outputShape
      throw ArchitectureError.unsuitableOutput(part: name, shape: before)
    }
    return NetworkPart(name: name, tasks: [task], layers: bound, inputs: [source])
  }
}

extension DenseMethod {
  /// The dense layer that a network adds by itself: a task's outputs, or a gate's scores.
  static func output(_ size: Int) -> DenseMethod {
    DenseMethod(Arguments(["size": .number(Double(size)), "bias": .truth(true)]))
  }
}

extension Arguments {
  /// The row of layers of an argument that must be given.
  func layers(_ name: String) -> LayerTemplate {
    object(name, as: LayerTemplate.self) ?? LayerTemplate([])
  }
}

extension ArgumentDescriptor {
  /// A row of layers that must be given.
  static func layers(_ name: String, _ summary: String) -> Self {
    Self(name, .object(.layer), .required, summary)
  }
}

extension Collection where Element == TaskPort {
  /// The shape of the rows that all tasks get.
  /// - Parameter part: The shared part, for the error.
  /// - Returns: The shape, `[]` without tasks.
  /// - Throws: `ArchitectureError.unequalInputs`.
  func commonInputShape(for part: String) throws -> Shape {
    guard let first else { return [] }
    for other in self where other.inputShape != first.inputShape {
      throw ArchitectureError.unequalInputs(part: part, first: first, second: other)
    }
    return first.inputShape
  }
}

extension [NetworkPart] {
  /// Multiplications and additions for one row through every part.
  var floatingPointOperations: Int { reduce(0) { $0 + $1.layers.floatingPointOperations } }
}
