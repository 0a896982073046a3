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
