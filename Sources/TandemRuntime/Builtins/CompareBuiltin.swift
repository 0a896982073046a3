import TandemCatalog
import TandemDiagnostics
import TandemLearning

/// `compare(architectures, tasks, …)`: every mix of architecture and weighting, over seeds.
enum CompareBuiltin: Builtin {
  static let descriptor = MethodDescriptor(
    "compare", gives: .comparison,
    "trains every architecture with every weighting and seed, and each task alone",
    details: [
      "Δm is the mean over tasks of the signed relative change of each task's first metric against "
        + "the task alone; positive is better. A task whose mean over seeds is worse than alone is "
        + "marked as negative transfer, strongly where by more than the standard error. An interrupt "
        + "keeps the finished runs."
    ],
    examples: [
      "compare([trunk, experts], [digit, parity], weightings: [equal(), pcgrad()], seeds: 1...3)"
    ],
    [
      ArgumentDescriptor(
        "architectures", .oneOf([.list(.object(.architecture)), .object(.architecture)]),
        .required, "an architecture, or a list of them"),
      TrainingArguments.tasks,
      ArgumentDescriptor(
        "weightings", .oneOf([.list(.object(.weighting)), .object(.weighting)]),
        .optional(default: .list([.object(WeightingChoice())])), "a weighting, or a list of them"),
      ArgumentDescriptor(
        "seeds", .seeds, .optional(default: .range(1...3)), "a run of every mix for each of them"),
    ] + TrainingArguments.schedule)

  static func run(_ call: Invocation) throws -> Value {
    let architectures = call.arguments.anyList("architectures")
      .compactMap { $0 as? any Architecture }
    let weightings = call.arguments.anyList("weightings").compactMap { $0 as? WeightingChoice }
    guard let first = architectures.first else { throw nothing(of: "architectures", in: call) }
    guard let firstWeighting = weightings.first else { throw nothing(of: "weightings", in: call) }
    let seeds = try seeds(of: call)
    let settings = try TrainingArguments.settings(
      call, architecture: first, weighting: firstWeighting, seed: seeds[0])
    let names = call.interpreter.names(of: architectures)
    let request = ComparisonRequest(
      settings: settings,
      architectures: zip(names, architectures).map { .init($0, $1) },
      weightings: weightings.map { .init($0.title, $0) }, seeds: seeds)
    return .object(try compare(request, call))
  }

  private static func compare(_ request: ComparisonRequest, _ call: Invocation) throws
    -> Comparison
  {
    let display = ProgressDisplay(context: call.context)
    defer { display.finish() }
    let comparison = try Comparison.run(
      request, interrupt: call.context.interrupt, observer: display)
    if comparison.ending == .interrupted {
      let done = (comparison.rows + comparison.baselines).reduce(0) { $0 + $1.runs.count }
      call.context.interruption = Interruption(
        function: descriptor.name, span: call.nameSpan,
        progress: "stopped after \(done) finished run\(done == 1 ? "" : "s")",
        help: { ["'\($0)' holds the finished runs"] })
    }
    return comparison
  }

  private static func seeds(of call: Invocation) throws -> [Int] {
    let seeds: [Int] =
      switch call.arguments[value: "seeds"] {
      case .range(let range) where range.count <= 1_000: Array(range)
      case .range: []
      case let list: [Int](argument: list) ?? []
      }
    guard !seeds.isEmpty, seeds.count <= 1_000 else {
      throw Diagnostic(
        "out-of-range", "'compare' takes 1 to 1,000 seeds", at: call.span(of: "seeds"))
    }
    guard Set(seeds).count == seeds.count else {
      throw Diagnostic(
        "repeated-seed", "a seed stands twice: both runs would be the same",
        at: call.span(of: "seeds"))
    }
    return seeds
  }

  private static func nothing(of name: String, in call: Invocation) -> Diagnostic {
    Diagnostic(
      "out-of-range", "'compare' needs at least one of '\(name)'", at: call.span(of: name),
      label: "is empty")
  }
}

extension Interpreter {
  /// What a table calls architectures: the names that they were declared with, or else their texts.
  func names(of architectures: [any Architecture]) -> [String] {
    architectures.map { architecture in
      let text = ErrorPlace(interpreter: self).text(at: architecture.origin) ?? ""
      return names[text]?.kind == .architecture ? text : architecture.sourceText
    }
  }
}
