import TandemCatalog

/// `print(x, …)`: values as text, on standard output.
enum PrintBuiltin: Builtin {
  static let descriptor = MethodDescriptor(
    "print", gives: nil, "writes values as text, with all digits of numbers",
    examples: ["print(\"rows: \", 12)", "print(\"careful\", error: true)"],
    [
      ArgumentDescriptor("value", .any, .variadic, "what to write, with a space between two"),
      .truth("error", default: false, "whether to write to standard error"),
    ])

  static func run(_ call: Invocation) throws -> Value {
    guard case .list(let values) = call.arguments[value: "value"] else { return .none }
    let line = values.map { text(of: $0, in: call.context) }.joined(separator: " ")
    call.context.output.write(line + "\n", toErrorStream: call.arguments["error"])
    return .none
  }

  /// A text as it is, an object as it shows, all else as it is written.
  private static func text(of value: Value, in context: CellContext) -> String {
    switch value {
    case .text(let text): text
    case .object: context.renderer.rendering(of: value).text
    default: value.sourceText
    }
  }
}
