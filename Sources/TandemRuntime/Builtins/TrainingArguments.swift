import TandemCatalog
import TandemDiagnostics
import TandemLearning
import TandemNetworks

/// The arguments that `train` and `compare` share, described once and read once.
enum TrainingArguments {
  static let tasks = ArgumentDescriptor(
    "tasks", .oneOf([.list(.object(.task)), .object(.task)]), .required,
    "what is to be learned: a task, or a list of tasks")

  static let weighting = ArgumentDescriptor(
    "weighting", .object(.weighting), .optional(default: .object(WeightingChoice())),
    "how the tasks' losses or gradients are brought together; a formula is one too")

  /// What stands after the weighting in `train`, all but the seed.
  static let schedule: [ArgumentDescriptor] = [
    .whole("epochs", default: 20, atLeast: 1, "how often each training row is seen"),
    .whole("batch", default: 64, atLeast: 1, "how many rows make a batch"),
    ArgumentDescriptor(
      "optimizer", .object(.optimizer), .optional(default: made("adam", by: Optimizers.all)),
      "what makes steps of gradients"),
    ArgumentDescriptor(
      "schedule", .object(.schedule), .optional(default: made("constant", by: Schedules.all)),
      "how the learning rate changes"),
    .optional("stop", .object(.stop), "what ends the run early, on the validation split"),
    ArgumentDescriptor(
      "clip", .number(NumberRange(lower: 0, includesLower: false)), .optional(default: .none),
      "the largest norm that the gradient may have"),
    ArgumentDescriptor(
      "clip_value", .number(NumberRange(lower: 0, includesLower: false)), .optional(default: .none),
      "the largest size that a number of the gradient may have; it comes before 'clip'"),
    .whole("accumulate", default: 1, atLeast: 1, "how many batches make a step"),
    .optional(
      "rates", .record(.number(NumberRange(lower: 0))),
      "what the learning rate is multiplied by, part by part, as in [encoder: 0.1, heads: 1]"),
    .optional(
      "freeze", .oneOf([.text, .list(.text)]), "the parts that stay as they are, by name"),
  ]

  /// What `train` says of several batches a step.
  static let accumulationDetails =
    "With 'accumulate' a step takes several batches, as if their rows were one: losses and gradients are "
    + "means over all of its labelled targets, and the weighting looks once. Only layers that look at "
    + "the batch itself, as 'batch_norm', see each batch alone. An epoch's last step takes the batches that "
    + "are left."

  /// What `train` says of the parts of a network.
  static let partDetails =
    "Parts have the names that 'run.model' lists: 'heads' covers 'heads.digit' and all other heads, "
    + "and in 'rates' a name that is no word stands in quotes, as in [encoder: 0.1, \"heads.digit\": 2]. A "
    + "frozen part keeps its weights, and gradient methods do not see it; running means of its "
    + "layers go on."

  static let seed = ArgumentDescriptor.whole(
    "seed", default: 0, atLeast: 0, "what every random choice follows from")

  /// What a function without arguments makes, as a default.
  private static func made(_ name: String, by entries: [CatalogEntry]) -> Value {
    guard let entry = entries.first(where: { $0.descriptor.name == name }),
      let arguments = try? entry.descriptor.bind([]), let value = try? entry.make(arguments)
    else { preconditionFailure("'\(name)' cannot be made without arguments") }
    return value
  }

  /// The settings that a call asks for.
  static func settings(
    _ call: Invocation, architecture: any Architecture, weighting: WeightingChoice, seed: Int
  ) throws -> TrainingSettings {
    let arguments = call.arguments
    guard let optimizer = arguments.any("optimizer") as? any Optimizer,
      let schedule = arguments.any("schedule") as? any Schedule
    else { preconditionFailure("an optimizer or a schedule of another type") }
    var settings = TrainingSettings(
      architecture: architecture, tasks: try tasks(of: call), weighting: weighting,
      epochs: arguments["epochs"], batchSize: arguments["batch"], optimizer: optimizer,
      schedule: schedule, stop: arguments.any("stop") as? any StopRule, clip: arguments["clip"],
      seed: seed)
    settings.accumulate = arguments["accumulate"]
    settings.clipValue = arguments["clip_value"]
    settings.rates = rates(of: arguments)
    settings.origins = arguments.origins
    settings.knownTasks = call.interpreter.taskNames
    return settings
  }

  private static func rates(of arguments: Arguments) -> PartRates {
    var rates = PartRates()
    if let record: Record = arguments["rates"] {
      rates.factors = record.entries.compactMap { entry in
        Double(argument: entry.value).map { PartRates.Factor(entry.label, $0) }
      }
    }
    switch arguments[value: "freeze"] {
    case .text(let part): rates.frozen = [part]
    case let list: rates.frozen = [String](argument: list) ?? []
    }
    return rates
  }

  static func tasks(of call: Invocation) throws -> [LearningTask] {
    let tasks = call.arguments.anyList("tasks").compactMap { $0 as? LearningTask }
    guard !tasks.isEmpty else {
      throw Diagnostic(
        "no-tasks", "'\(call.descriptor.name)' needs at least one task", at: call.span(of: "tasks"))
    }
    return tasks
  }
}

extension Arguments {
  /// An object argument, whatever its Swift type; `nil` for `none`.
  func any(_ name: String) -> (any ValueObject)? {
    if case .object(let object) = self[value: name] { object } else { nil }
  }

  /// The objects of an argument that takes one or a list of them.
  func anyList(_ name: String) -> [any ValueObject] {
    switch self[value: name] {
    case .object(let object): [object]
    case .list(let values):
      values.compactMap { if case .object(let object) = $0 { object } else { nil } }
    default: []
    }
  }
}
