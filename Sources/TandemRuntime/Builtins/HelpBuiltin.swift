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
    examples: ["methods()", "methods(weighting)", "methods(layer)"],
    [.optional("kind", .word(kinds.map(\.rawValue)), "what they make; none is all kinds")])

  static func run(_ call: Invocation) throws -> Value {
    let catalog = call.interpreter.library.catalog
    let kind = String(argument: call.arguments[value: "kind"]).flatMap(ValueKind.init(rawValue:))
    let page =
      kind.map { HelpPage(listing: $0, in: catalog) } ?? HelpPage(kinds: kinds, in: catalog)
    call.context.output.display(SessionBundle(page), id: nil, isUpdate: false)
    return .none
  }
}
