import TandemCatalog
import TandemDiagnostics

/// `show(x, id: "a")`: shows a value anywhere in a cell, or replaces what an id shows.
enum ShowBuiltin: Builtin {
  static let descriptor = MethodDescriptor(
    "show", gives: nil, "shows a value, or replaces the display of an id",
    examples: ["show(run)", "show(\"half way\", id: \"state\")"],
    [
      ArgumentDescriptor("value", .any, .required, "what to show"),
      .optional("id", .text, "the name of a display that a later call with it replaces"),
    ])

  static func run(_ call: Invocation) throws -> Value {
    let context = call.context
    let rendering = context.renderer.rendering(of: call.arguments[value: "value"])
    if let id: String = call.arguments["id"] {
      let isUpdate = call.interpreter.replacesDisplay(id)
      context.output.display(SessionBundle(bestOf: rendering), id: id, isUpdate: isUpdate)
      return .none
    }
    if let picture = rendering.picture {
      context.output.display(SessionBundle(picture), id: nil, isUpdate: false)
    }
    if rendering.picture == nil || rendering.html != nil {
      context.output.display(SessionBundle(tableOf: rendering), id: nil, isUpdate: false)
    }
    return .none
  }
}

/// `plot(x, y, kind: points, log: y, title: "…")`: a picture of anything that has one.
enum PlotBuiltin: Builtin {
  private static let axis = ArgumentKind.word(["x", "y"])

  static let descriptor = MethodDescriptor(
    "plot", gives: .plot, "draws curves, columns, numbers or results",
    examples: [
      "plot(run.loss)", "plot([1, 3, 2])", "plot(1...5, [1, 4, 9, 16, 25], kind: points, log: y)",
    ],
    [
      ArgumentDescriptor("x", .any, .required, "what to draw, or what lies along the x axis"),
      .optional("y", .any, "what lies over x"),
      ArgumentDescriptor(
        "kind", .word(["lines", "points", "bars", "heat"]), .optional(default: .none),
        "the marks; none is what suits the value"),
      ArgumentDescriptor(
        "log", .oneOf([axis, .list(axis)]), .optional(default: .none),
        "the axes with powers of ten at equal distances"),
      .optional("title", .text, "the headline"),
    ])

  static func run(_ call: Invocation) throws -> Value {
    let arguments = call.arguments
    let log: [String] =
      switch arguments[value: "log"] {
      case .text(let word): [word]
      case .list(let words): words.compactMap { String(argument: $0) }
      default: []
      }
    let y = arguments[value: "y"]
    return try call.context.renderer.plot(
      x: arguments[value: "x"], y: y == .none ? nil : y, kind: arguments["kind"], log: log,
      title: arguments["title"])
  }
}
