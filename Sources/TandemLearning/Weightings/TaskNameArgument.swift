import TandemCatalog

/// Something that is a task of a run: what `target:` takes beside a name.
protocol NamedTask: ValueObject {
  var name: String { get }
}

/// The tasks that an argument names, as tasks or as texts.
struct TaskNames: Equatable {
  let names: [String]

  /// Reads an argument that `ArgumentDescriptor.taskName` or `.taskNames` describes; `none` names nobody.
  init(_ value: Value) {
    switch value {
    case .text(let name): names = [name]
    case .object(let object): names = (object as? any NamedTask).map { [$0.name] } ?? []
    case .list(let values): names = values.flatMap { TaskNames($0).names }
    default: names = []
    }
  }
}

extension Arguments {
  /// The same arguments with the tasks of one of them by their names, as a file can hold them.
  func naming(_ argument: String) -> Self {
    func named(_ value: Value) -> Value {
      switch value {
      case .object(let object): (object as? any NamedTask).map { Value.text($0.name) } ?? value
      case .list(let values): .list(values.map(named))
      default: value
      }
    }
    var arguments = self
    arguments[value: argument] = named(arguments[value: argument])
    return arguments
  }
}

extension ArgumentDescriptor {
  /// A task of the run or its name, or none.
  static func taskName(_ name: String, _ summary: String) -> Self {
    .optional(name, .oneOf([.object(.task), .text]), summary)
  }

  /// A task of the run or its name, a list of them, or none.
  static func taskNames(_ name: String, _ summary: String) -> Self {
    .optional(
      name, .oneOf([.object(.task), .text, .list(.oneOf([.object(.task), .text]))]), summary)
  }
}
