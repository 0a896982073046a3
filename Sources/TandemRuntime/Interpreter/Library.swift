import TandemCatalog
import TandemDiagnostics

/// Everything that a cell can call, and the parts of values, as the registries list them.
struct Library: Sendable {
  let catalog: Catalog
  private let functions: [String: Function]
  private let methods: [ValueKind: [String: ReceiverEntry]]
  private let members: [ValueKind: [String: MemberEntry]]

  /// What can be called by a name of its own.
  enum Function: Sendable {
    /// A function that only makes a value of its arguments.
    case entry(CatalogEntry)
    /// A function that acts on the session.
    case builtin(any Builtin.Type)
    /// A function that a cell declared.
    case declared(DeclaredFunction)
    /// A method of a value, with the value.
    case method(ReceiverEntry, of: Value)

    var descriptor: MethodDescriptor {
      switch self {
      case .entry(let entry): entry.descriptor
      case .builtin(let type): type.descriptor
      case .declared(let function): function.descriptor
      case .method(let entry, _): entry.descriptor
      }
    }
  }

  init(
    entries: [CatalogEntry], builtins: [any Builtin.Type], methods: [ReceiverEntry],
    members: [MemberEntry]
  ) {
    let functions = entries.map(Function.entry) + builtins.map(Function.builtin)
    let descriptors = functions.map(\.descriptor) + methods.map(\.descriptor)
    catalog = Catalog(methods: descriptors, members: members.map(\.descriptor))
    self.functions = Dictionary(uniqueKeysWithValues: functions.map { ($0.descriptor.name, $0) })
    var byReceiver: [ValueKind: [String: ReceiverEntry]] = [:]
    for method in methods {
      guard let receiver = method.descriptor.receiver else {
        preconditionFailure("method '\(method.descriptor.name)' names no kind that has it")
      }
      byReceiver[receiver, default: [:]][method.descriptor.name] = method
    }
    self.methods = byReceiver
    var byOwner: [ValueKind: [String: MemberEntry]] = [:]
    for member in members {
      byOwner[member.descriptor.owner, default: [:]][member.descriptor.name] = member
    }
    self.members = byOwner
  }

  func function(_ name: String) -> Function? { functions[name] }

  func method(_ name: String, of kind: ValueKind) -> ReceiverEntry? { methods[kind]?[name] }

  func member(_ name: String, of kind: ValueKind) -> MemberEntry? { members[kind]?[name] }
}
