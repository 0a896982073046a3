import TandemCatalog
import TandemData
import TandemDiagnostics
import TandemLanguage
import TandemLearning

extension Interpreter {
  /// What checker and completion may know of the session's names.
  var sessionNames: SessionNames {
    var known = SessionNames()
    for (name, value) in names {
      if case .object(let object) = value, let function = object as? DeclaredFunction {
        known.functions[name] = function.descriptor
      } else {
        known.values[name] = facts(about: value)
      }
    }
    if known.values["last"] == nil, let last { known.values["last"] = facts(about: last) }
    return known
  }

  /// What the session's tasks are called: `heads:` may name one that a run does not have.
  var taskNames: Set<String> {
    let names = names.compactMap { name, value -> [String]? in
      guard case .object(let object) = value, let task = object as? LearningTask else { return nil }
      return [name, task.name]
    }
    return Set(names.joined())
  }

  /// What is known of `run.metrics.digit`: completion and inspection ask while nothing runs.
  func facts(ofPart path: Expression) -> ValueFacts? {
    value(ofPart: path).map(facts)
  }

  /// The value of a path of names from a value of the session; `nil` where nothing is there.
  func value(ofPart path: Expression) -> Value? {
    switch path.node {
    case .name(let name):
      let value = names[name] ?? (name == "last" ? last : nil)
      if case .object(let object)? = value, object is DeclaredFunction { return nil }
      return value
    case .member(let owner, let name):
      return value(ofPart: owner).flatMap { part(name.name, of: $0) }
    case .subscripted(let owner, let index):
      guard case .text(let name)? = index.constant else { return nil }
      return value(ofPart: owner).flatMap { part(name, of: $0) }
    default: return nil
    }
  }

  private func part(_ name: String, of value: Value) -> Value? {
    if case .record(let record) = value { return record[name] }
    if let entry = library.member(name, of: value.kind) { return try? entry.value(value) }
    guard case .object(let object) = value else { return nil }
    return (object as? any PartedValue)?.part(name)
  }

  private func facts(about value: Value) -> ValueFacts {
    switch value {
    case .record(let record): ValueFacts(.record, labels: record.entries.map(\.label))
    case .object(let data as Dataset): ValueFacts(.data, columns: data.columnNames)
    case .object(let parted as any PartedValue): ValueFacts(parted.kind, labels: parted.partNames)
    default: ValueFacts(value.kind)
    }
  }
}
