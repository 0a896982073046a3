import TandemCatalog
import TandemLearning

/// `train(architecture, tasks, …)`: a run.
enum TrainBuiltin: Builtin {
  static let descriptor = MethodDescriptor(
    "train", gives: .run, "trains an architecture on tasks, and gives the run",
    details: [
      "The run is that of the last step, never chosen on the test split. Everything that can be "
        + "checked before the first step is. An interrupt stops after the current step: the name "
        + "holds what was trained, and 'resume' goes on as if it had not stopped. Where a loss stops "
        + "being a number, the cell ends with an error, and the name holds the run as its last good "
        + "step left it.",
      TrainingArguments.accumulationDetails, TrainingArguments.partDetails,
    ],
    examples: [
      "train(trunk, [digit, parity], weighting: uncertainty(), epochs: 30, seed: 1)",
      "train(trunk, digit, optimizer: sgd(0.1, momentum: 0.9), schedule: cosine(warmup: 2))",
      "train(trunk, digit, rates: [encoder: 0.1], freeze: [\"heads.digit\"])",
    ],
    [
      ArgumentDescriptor(
        "architecture", .object(.architecture), .required, "what the tasks share"),
      TrainingArguments.tasks, TrainingArguments.weighting,
    ] + TrainingArguments.schedule + [TrainingArguments.seed])

  static func run(_ call: Invocation) throws -> Value {
    guard let architecture = call.arguments.any("architecture") as? any Architecture,
      let weighting: WeightingChoice = call.arguments.object("weighting")
    else { preconditionFailure("an architecture or a weighting of another type") }
    let settings = try TrainingArguments.settings(
      call, architecture: architecture, weighting: weighting, seed: call.arguments["seed"])
    return .object(
      try call.showingProgress { observer in
        try Trainer.train(settings, interrupt: call.context.interrupt, observer: observer)
      })
  }
}

/// `resume(run, epochs: n)`: the run, trained further.
enum ResumeBuiltin: Builtin {
  static let descriptor = MethodDescriptor(
    "resume", gives: .run, "goes on with a run, bit for bit as if it had not stopped",
    details: [
      "The run that it is given stays as it is. A schedule keeps its horizon, and past it its last "
        + "value."
    ],
    examples: ["let longer = resume(run, epochs: 10)", "resume(load(\"mix.safetensors\"))"],
    [
      ArgumentDescriptor("run", .object(.run), .required, "the run to go on with"),
      ArgumentDescriptor(
        "epochs", .number(NumberRange(lower: 1, isWhole: true)), .optional(default: .none),
        "how many more; none is the rest of what was asked for"),
    ])

  static func run(_ call: Invocation) throws -> Value {
    guard let run: Run = call.arguments.object("run") else {
      preconditionFailure("a run of another type")
    }
    return .object(
      try call.showingProgress(after: run.state.notes.count) { observer in
        try Trainer.resume(
          run, epochs: call.arguments["epochs"], interrupt: call.context.interrupt,
          observer: observer)
      })
  }
}

extension Invocation {
  /// Trains while the cell shows how far it is; an interrupted or failed run is a whole value, and the
  /// cell ends once it has its name.
  /// - Parameters:
  ///   - knownNotes: How many notes the run had before.
  ///   - train: Trains it.
  /// - Returns: The run.
  /// - Throws: What does not fit, or went wrong at the first step.
  fileprivate func showingProgress(
    after knownNotes: Int = 0, _ train: (ProgressDisplay) throws -> Run
  ) throws -> Run {
    let run = try trained(by: train)
    warn(of: run.state.notes.dropFirst(knownNotes))
    if run.ending == .interrupted {
      context.interruption = Interruption(
        function: descriptor.name, span: nameSpan,
        progress: "stopped in epoch \(run.state.epoch + 1) of \(run.epochsAsked)",
        help: { ["'\($0)' holds what was trained so far; 'resume(\($0))' trains the rest"] })
    }
    return run
  }

  private func trained(by train: (ProgressDisplay) throws -> Run) throws -> Run {
    let display = ProgressDisplay(context: context)
    defer { display.finish() }
    do {
      let run = try train(display)
      display.complete(with: run)
      return run
    } catch {
      guard let run = display.failedRun else { throw error }
      context.failure = context.failure ?? interpreter.explained(error, in: self)
      return run
    }
  }
}
