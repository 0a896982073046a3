import TandemCatalog
import TandemDiagnostics
import TandemLanguage

/// `help(x)`: the page of anything, in the cell.
enum HelpBuiltin: Builtin {
  static let descriptor = MethodDescriptor(
    "help", gives: nil, "shows the page of a function or a value",
    details: ["'x?' alone on a line shows the same page beside the notebook."],
    examples: ["help(train)", "help(digits)", "uncertainty?"],
    [ArgumentDescriptor("topic", .topic, .optional(default: .none), "a name or a value")])

  static func run(_ call: Invocation) throws -> Value {
    let page =
      switch call.arguments[value: "topic"] {
      case .none: HelpPage(overview: call.interpreter.library.catalog)
      case .object(let topic as Topic): call.interpreter.page(about: topic)
      case let value: HelpPage(named: nil, value, in: call.interpreter)
      }
    call.context.output.display(SessionBundle(page), id: nil, isUpdate: false)
    return .none
  }
}

/// `methods(weighting)`: what there is of a kind.
enum MethodsBuiltin: Builtin {
  /// The kinds that have functions which make them.
  private static let kinds: [ValueKind] = [
    .data, .layer, .optimizer, .schedule, .loss, .metric, .task, .architecture, .weighting, .stop,
    .column, .run, .comparison, .combination, .trajectories, .plot,
  ]

  static let descriptor = MethodDescriptor(
    "methods", gives: nil, "lists the functions that make a kind of value, with their papers",
    examples: ["methods(weighting)", "methods(layer)"],
    [.word("kind", kinds.map(\.rawValue), "what they make")])

  static func run(_ call: Invocation) throws -> Value {
    guard let kind = ValueKind(rawValue: call.arguments["kind"]) else { return .none }
    let page = HelpPage(listing: kind, in: call.interpreter.library.catalog)
    call.context.output.display(SessionBundle(page), id: nil, isUpdate: false)
    return .none
  }
}
