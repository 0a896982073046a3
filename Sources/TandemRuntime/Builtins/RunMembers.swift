import TandemCatalog
import TandemLearning

/// What stands after the `.` of a run.
enum RunMembers {
  static let all: [MemberEntry] = [
    entry("loss", gives: .curves, "the mean training loss of each epoch, a curve a task") {
      .object($0.lossCurves)
    },
    entry("validation", gives: .curves, "the loss on the validation split, a curve a task") {
      .object($0.validationCurves)
    },
    entry("weights", gives: .curves, "the mean loss weight of each epoch, a curve a task") {
      .object($0.weightCurves)
    },
    entry("norms", gives: .curves, "the norms of the tasks' gradients in the shared part") {
      .object($0.normCurves)
    },
    entry("conflict", gives: .curves, "the cosines between the tasks' gradients in the shared part") {
      .object($0.conflictCurves)
    },
    entry(
      "metrics", gives: .evaluation, "task, then metric, on the validation split after the last epoch"
    ) { .object(evaluation($0.validation, of: $0, "validation split", member: "metrics")) },
    entry("test", gives: .evaluation, "task, then metric, on the test split") {
      .object(evaluation($0.test, of: $0, "test split", member: "test"))
    },
    entry("time", gives: .number, "seconds of training and evaluation, all resumes included") {
      .number($0.time / .seconds(1))
    },
    entry("settings", gives: .record, "every argument as used, and the input columns") {
      .record($0.settingsRecord)
    },
    entry("model", gives: .model, "the trained network: its parts and their sizes") {
      .object(RunModel(run: $0))
    },
  ]

  private static func entry(
    _ name: String, gives kind: ValueKind, _ summary: String,
    _ part: @escaping @Sendable (Run) -> Value
  ) -> MemberEntry {
    MemberEntry(MemberDescriptor(name, of: .run, gives: kind, summary)) { owner in
      guard case .object(let object) = owner, let run = object as? Run else {
        preconditionFailure("'\(name)' of \(owner.kind.phrase)")
      }
      return part(run)
    }
  }

  private static func evaluation(
    _ scores: [TaskScores], of run: Run, _ rows: String, member: String
  ) -> Evaluation {
    Evaluation(scores: scores, rows: rows, sourceText: "\(run.sourceText).\(member)")
  }
}

extension Run {
  /// Every argument as it was used, and the columns that each task's inputs are made of.
  fileprivate var settingsRecord: Record {
    let inputs = tasks.enumerated().map { index, task in
      Record.Entry(task.name, .list(inputColumns(ofTask: index).map(Value.text)))
    }
    return Record([
      .init("architecture", .object(settings.architecture)),
      .init("tasks", .list(tasks.map { .object($0) })),
      .init("weighting", .object(settings.weighting)),
      .init("epochs", .number(Double(settings.epochs))),
      .init("batch", .number(Double(settings.batchSize))),
      .init("optimizer", .object(settings.optimizer)),
      .init("schedule", .object(settings.schedule)),
      .init("stop", settings.stop.map { .object($0) } ?? .none),
      .init("clip", settings.clip.map(Value.number) ?? .none),
      .init("seed", .number(Double(settings.seed))),
      .init("inputs", .record(Record(inputs))),
    ])
  }
}

/// A run's network as a value: what `run.model` gives.
struct RunModel: ValueObject {
  var run: Run
  var origin: ValueOrigin?
  var kind: ValueKind { .model }
  var sourceText: String { "\(run.sourceText).model" }
}
