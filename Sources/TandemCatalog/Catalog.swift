/// All legal names of the language: functions, and what stands after a `.` of each kind of value.
///
/// The language's front end knows methods only through this value.
public struct Catalog: Sendable {
  public private(set) var functions: [String: MethodDescriptor] = [:]
  private var methodsByReceiver: [ValueKind: [String: MethodDescriptor]] = [:]
  private var membersByOwner: [ValueKind: [String: MemberDescriptor]] = [:]

  /// Creates a catalog; a name that stands twice is a mistake of ours.
  public init(methods: [MethodDescriptor], members: [MemberDescriptor] = []) {
    for method in methods {
      if let receiver = method.receiver {
        let old = methodsByReceiver[receiver, default: [:]].updateValue(method, forKey: method.name)
        precondition(old == nil, "two methods '\(method.name)' of \(receiver.phrase)")
      } else {
        let old = functions.updateValue(method, forKey: method.name)
        precondition(old == nil, "two functions '\(method.name)'")
      }
    }
    for member in members {
      membersByOwner[member.owner, default: [:]][member.name] = member
    }
  }

  /// The functions that give a kind of value, by name; for completion and `methods(…)`.
  public func functions(giving kind: ValueKind) -> [MethodDescriptor] {
    functions.values.filter { $0.result == kind }.sorted { $0.name < $1.name }
  }

  /// The method `name` of a kind of value, as `take` of data.
  public func method(_ name: String, of kind: ValueKind) -> MethodDescriptor? {
    methodsByReceiver[kind]?[name]
  }

  /// All methods of a kind of value, by name.
  public func methods(of kind: ValueKind) -> [MethodDescriptor] {
    (methodsByReceiver[kind] ?? [:]).values.sorted { $0.name < $1.name }
  }

  /// The part `name` of a kind of value, as `loss` of a run.
  public func member(_ name: String, of kind: ValueKind) -> MemberDescriptor? {
    membersByOwner[kind]?[name]
  }

  /// All parts of a kind of value, by name.
  public func members(of kind: ValueKind) -> [MemberDescriptor] {
    (membersByOwner[kind] ?? [:]).values.sorted { $0.name < $1.name }
  }
}
