import TandemCatalog
import TandemDiagnostics
import TandemLearning

extension TrainingError: ExplainableError {
  func diagnostic(at place: ErrorPlace) -> Diagnostic {
    switch self {
    case .lossNotFinite(let failure): return failure.diagnostic(at: place)
    case .notEnoughMemory(let shortage, let use): return shortage.diagnostic(for: use, at: place)
    case .unreadableFile(let path, let reason):
      return Diagnostic(
        "unreadable-file", "'\(path)' cannot be loaded: \(reason)", at: place.argument("path"))
    case .unwritableFile(let path, let reason):
      return Diagnostic(
        "unwritable-file", "'\(path)' cannot be written: \(reason)", at: place.argument("path"))
    case .unknownTask(let name, let tasks):
      var error = Diagnostic(
        "unknown-task", "the run has no task '\(name)'", at: place.argument("task"))
      error.suggest(name, among: tasks, listing: "its tasks are")
      return error
    case .rowOutOfRange(let row, let rowCount):
      return .rowOutOfRange(row, rowCount: rowCount, at: place)
    case .missingTarget(let task, let column):
      return Diagnostic(
        "missing-target", "the rows have no column '\(column)', which '\(task)' is scored by",
        at: place.dataArgument)
    case .unsuitableID(let column, let row, let value, let count, let isStandardized):
      var error = Diagnostic(
        "unsuitable-id",
        "an embedding looks up ids from 0 to \(count - 1), but row \(row) of '\(column)' holds "
          + value.readable,
        at: place.argument("architecture"))
      error.help = [
        isStandardized
          ? "inputs are standardized: take them as they are, 'data.inputs([…], standardize: false)'"
          : value == value.rounded() && value >= 0
            ? "make its 'vocabulary' larger" : "ids are whole numbers, and none may be missing"
      ]
      return error
    case .unsuitableState(let expected, let actual):
      return Diagnostic(
        "unsuitable-state", "the run's state is of another network",
        at: place.argument("run"), label: "\(actual.grouped) numbers, not \(expected.grouped)")
    default: return taskDiagnostic(at: place)
    }
  }

  /// What does not fit between tasks and data, at the task in the call and where it was declared.
  private func taskDiagnostic(at place: ErrorPlace) -> Diagnostic {
    switch self {
    case .repeatedTask(let name):
      var error = Diagnostic(
        "repeated-task", "two tasks are called '\(name)'", at: place.argument("tasks"))
      error.help = ["a task is called by its declaration: 'task name = …'"]
      return error
    case .classMissingFromTraining(let task, let level):
      var error = about(
        task, "class-missing", "no training row of '\(task)' is of the class '\(level)'", place)
      error.help = ["split the data with 'stratify:', or leave that class out with 'where'"]
      return error
    case .noTrainingTarget(let task):
      return about(
        task, "no-training-target", "no training row has a target for '\(task)'", place)
    case .noInputs(let task):
      var error = about(
        task, "no-inputs", "nothing is left for '\(task)' to learn from: every column is a target",
        place)
      error.help = ["name the inputs with 'data.inputs([…])', or with 'from:' of the task"]
      return error
    case .foreignInput(let task, let column):
      return about(
        task, "different-rows", "'from:' of '\(task)' names '\(column)', a column of other rows",
        place)
    case .noValidationRows(let argument):
      return Diagnostic(
        "no-validation-rows",
        "'\(argument):' looks at the validation split, which has no labelled row",
        at: place.argument(argument))
    case .noTasks:
      return Diagnostic("no-tasks", "at least one task is needed", at: place.argument("tasks"))
    default: return partDiagnostic(at: place)
    }
  }

  /// What does not fit between the call and the parts of the network.
  private func partDiagnostic(at place: ErrorPlace) -> Diagnostic {
    switch self {
    case .unknownPart(let name, let argument, let parts):
      var error = Diagnostic(
        "unknown-network-part", "the network has no part '\(name)'", at: place.argument(argument))
      error.suggest(name, among: parts, listing: "its parts are")
      return error
    case .nothingToTrain(let argument):
      return Diagnostic(
        "nothing-to-train", "all parts of the network are frozen", at: place.argument(argument))
    default: return .unforeseen(self, at: place.span)
    }
  }

  private func about(_ task: String, _ id: String, _ message: String, _ place: ErrorPlace)
    -> Diagnostic
  {
    var error = Diagnostic(id, message, at: place.argument("tasks"))
    if let declared = place.task(task)?.origin {
      error.related = [.init(SourceSpan(declared), "'\(task)' is declared here")]
    }
    return error
  }
}

extension ErrorPlace {
  /// What the call's architecture was declared as.
  fileprivate var architectureName: String? {
    let architecture = call?.arguments.values["architecture"]
    guard case .object(let object)? = architecture, let text = text(at: object.origin) else {
      return nil
    }
    return interpreter.names[text]?.kind == .architecture ? text : nil
  }

  /// The task of this name among those that the call was given.
  func task(_ name: String) -> LearningTask? {
    guard let call, call.descriptor.arguments.contains(where: { $0.name == "tasks" }) else {
      return nil
    }
    return call.arguments.anyList("tasks").lazy.compactMap { $0 as? LearningTask }
      .first { $0.name == name }
  }
}

extension LossFailure: ExplainableError {
  func diagnostic(at place: ErrorPlace) -> Diagnostic {
    let what = quantity == .gradient ? "the gradient of the loss of" : "the loss of"
    let value = quantity == .gradient ? "infinite or nan" : loss.readable
    var error = Diagnostic(
      "loss-not-finite", "\(what) '\(task)' became \(value) at step \(step) (epoch \(epoch))",
      at: place.argument("optimizer"), label: "learning rate \(learningRate.rateText)")
    var note = lastGood.map { "\($0.task) \($0.loss.readable)" }.joined(separator: ", ")
    if let largestGradient {
      note +=
        "; the largest gradient, \(largestGradient.norm.readable), was in "
        + "'\(place.architectureName.map { $0 + "." } ?? "")\(largestGradient.parameter)'"
    }
    if step == 1 { return atFirstStep(error, place) }
    if !lastGood.isEmpty { error.notes = ["at step \(step - 1): \(note)"] }
    error.help = [help(at: place)]
    return error
  }

  /// Before the first step no learning rate has done anything: the numbers themselves are too large.
  private func atFirstStep(_ error: Diagnostic, _ place: ErrorPlace) -> Diagnostic {
    var error = Diagnostic(
      error.id, error.message, at: place.argument("tasks"),
      label: "a target or a weight is too large")
    if let declared = place.task(task)?.origin {
      error.related = [.init(SourceSpan(declared), "'\(task)' is declared here")]
    }
    error.help = ["divide a large target by its size, as in 'price / 1000'"]
    return error
  }

  /// A smaller rate of the same optimizer, and clipping where there is none.
  private func help(at place: ErrorPlace) -> String {
    let optimizer = place.call?.arguments.values["optimizer"].flatMap { value -> String? in
      guard case .object(let object) = value, let method = object as? any CatalogMethod else {
        return nil
      }
      return type(of: method).descriptor.name
    }
    guard Float(learningRate).isFinite else { return "try a smaller learning rate" }
    let smaller = "\(optimizer ?? "sgd")(\((learningRate / 100).rateText))"
    return "try '\(smaller)', or 'clip: 1.0' in 'train'"
  }
}

extension Double {
  /// A learning rate as it would be written: with a point, and few digits.
  fileprivate var rateText: String {
    guard Float(self).isFinite else { return description }
    let text = Float(self).description
    return magnitude < 1e-3 ? text : (self == self.rounded() && magnitude < 1e6 ? "\(self)" : text)
  }
}
