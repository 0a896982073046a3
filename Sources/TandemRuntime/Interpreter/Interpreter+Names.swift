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

  private func facts(about value: Value) -> ValueFacts {
    switch value {
    case .record(let record): ValueFacts(.record, labels: record.entries.map(\.label))
    case .object(let data as Dataset): ValueFacts(.data, columns: data.columnNames)
    case .object(let parted as any PartedValue): ValueFacts(parted.kind, labels: parted.partNames)
    default: ValueFacts(value.kind)
    }
  }
}
