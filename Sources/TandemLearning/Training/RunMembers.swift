public import TandemCatalog
import TandemData

/// What stands after the `.` of a run.
public enum RunMembers {
  public static let all: [MemberEntry] = [
    entry("loss", gives: .curves, "the mean training loss of each epoch, a curve a task") {
      .object($0.lossCurves)
    },
    entry("validation", gives: .curves, "the loss on the validation split, a curve a task") {
      .object($0.validationCurves)
    },
    entry("metrics", gives: .evaluation, "task, then metric, on the validation split") {
      .object($0.evaluation($0.validation, of: "validation split", member: "metrics"))
    },
    entry("test", gives: .evaluation, "task, then metric, on the test split") {
      .object($0.evaluation($0.test, of: "test split", member: "test"))
    },
    entry("weights", gives: .curves, "the mean weight of each task in each epoch") {
      .object($0.weightCurves)
    },
    entry(
      "conflict", gives: .curves,
      "the cosine between two tasks' gradients in the shared part, a curve a pair"
    ) { .object($0.conflictCurves) },
    entry("norms", gives: .curves, "the norm of each task's gradient in the shared part") {
      .object($0.normCurves)
    },
    entry("time", gives: .number, "seconds of training, all resumes included") {
      .number($0.time / .seconds(1))
    },
    entry("settings", gives: .record, "every argument as used, and the input columns") {
      .record($0.settingsRecord)
    },
    entry("model", gives: .model, "the parts of the network") { .object($0.model) },
  ]

  private static func entry(
    _ name: String, gives kind: ValueKind, _ summary: String,
    _ part: @escaping @Sendable (Run) -> Value
  ) -> MemberEntry {
    MemberEntry(MemberDescriptor(name, of: .run, gives: kind, summary)) { owner in
      guard case .object(let object) = owner, let run = object as? Run else {
        preconditionFailure("'\(name)' is a part of runs only")
      }
      return part(run)
    }
  }
}

extension [TaskScores] {
  /// The figures as a record: task, then metric, `loss` and `rows` among them.
  public var record: Value {
    .record(
      Record(
        map { scores in
          var entries = scores.metrics.map { Record.Entry($0.name, .number($0.value)) }
          entries.append(Record.Entry("loss", .number(scores.loss)))
          entries.append(Record.Entry("rows", .number(Double(scores.rowCount))))
          return Record.Entry(scores.task, .record(Record(entries)))
        }))
  }
}

extension Evaluation {
  /// The figures as a record: task, then metric.
  public var record: Value { scores.record }
}

extension Curves {
  /// The curves as a record of lists of numbers.
  public var record: Value {
    .record(
      Record(series.map { Record.Entry($0.name, .list($0.values.map { .number($0) })) }))
  }
}

extension Run {
  fileprivate func evaluation(_ scores: [TaskScores], of rows: String, member: String)
    -> Evaluation
  {
    Evaluation(scores: scores, rows: rows, sourceText: "\(sourceText).\(member)")
  }

  /// Every argument as used, and the input columns of each task.
  var settingsRecord: Record {
    let inputs = tasks.indices.map { task in
      Record.Entry(tasks[task].name, .list(inputColumns(ofTask: task).map { .text($0) }))
    }
    return Record([
      .init("architecture", .object(settings.architecture)),
      .init("tasks", .list(tasks.map { .object($0) })),
      .init("weighting", .object(settings.weighting)),
      .init("epochs", .number(Double(settings.epochs))),
      .init("batch", .number(Double(settings.batchSize))),
      .init("accumulate", .number(Double(settings.accumulate))),
      .init("optimizer", .object(settings.optimizer)),
      .init("schedule", .object(settings.schedule)),
      .init("stop", settings.stop.map { .object($0) } ?? .none),
      .init("clip", settings.clip.map { .number($0) } ?? .none),
      .init("clip_value", settings.clipValue.map { .number($0) } ?? .none),
      .init("rates", settings.rates.record ?? .none),
      .init("freeze", settings.rates.list ?? .none),
      .init("seed", .number(Double(settings.seed))),
      .init("inputs", .record(Record(inputs))),
    ])
  }
}
