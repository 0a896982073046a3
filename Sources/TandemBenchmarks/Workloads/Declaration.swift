import TandemCatalog
import TandemData
import TandemLearning
import TandemNetworks

/// Values of the language, made as a cell makes them: by name, from arguments that are bound.
enum Declaration {
  /// Makes a value.
  /// - Parameters:
  ///   - name: The function's name.
  ///   - entries: The registry that has it.
  ///   - arguments: What would be written in the call.
  /// - Returns: The value.
  /// - Throws: `ArgumentError` where an argument does not fit, `Missing` where there is no such function.
  static func make<Made>(
    _ name: String, in entries: [CatalogEntry], _ arguments: [WrittenArgument] = []
  ) throws -> Made {
    guard let entry = entries.first(where: { $0.descriptor.name == name }),
      case .object(let object) = try entry.make(entry.descriptor.bind(arguments)),
      let made = object as? Made
    else { throw Missing(name: name) }
    return made
  }

  /// A function that the engine does not have.
  struct Missing: Error, CustomStringConvertible {
    let name: String
    var description: String { "the engine has no '\(name)'" }
  }

  /// Makes layers in a row.
  static func layers(_ calls: [(name: String, arguments: [WrittenArgument])]) throws -> Value {
    let templates: [LayerTemplate] = try calls.map {
      try make($0.name, in: Layers.all, $0.arguments)
    }
    return .object(LayerTemplate(templates.flatMap(\.layers)))
  }

  /// Dense layers of these sizes, relu after each.
  static func perceptron(_ sizes: Int...) throws -> Value {
    try layers(sizes.flatMap { [("dense", [WrittenArgument(.number(Double($0)))]), ("relu", [])] })
  }

  /// Makes a task of a column, named like it.
  static func task(_ kind: String, _ name: String, of data: Dataset) throws -> LearningTask {
    var task: LearningTask = try make(
      kind, in: Tasks.all, [WrittenArgument(.object(try data.requireColumn(name)))])
    task.name = name
    return task
  }
}
