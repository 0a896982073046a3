import TandemCatalog
import TandemDiagnostics

/// `ask("Name? ")`: a line from the person.
enum AskBuiltin: Builtin {
  static let descriptor = MethodDescriptor(
    "ask", gives: .text, "asks the person for a line of text",
    examples: ["let name = ask(\"Name? \")", "ask(\"Password: \", hidden: true)"],
    [
      .text("prompt", default: "", "what stands before the line"),
      .truth("hidden", default: false, "whether the line is not to be seen"),
    ])

  static func run(_ call: Invocation) throws -> Value {
    guard call.context.allowsInput else { throw refusal(call) }
    do {
      let line = try call.context.output.ask(
        call.arguments["prompt"], isHidden: call.arguments["hidden"])
      guard let line else { throw Interruption() }
      return .text(line)
    } catch is InputRefused {
      throw refusal(call)
    }
  }

  private static func refusal(_ call: Invocation) -> Diagnostic {
    Diagnostic(
      "no-input", "nobody can answer here: the front end takes no input", at: call.nameSpan)
  }
}

/// `clear(wait: true)`: takes the cell's output away.
enum ClearBuiltin: Builtin {
  static let descriptor = MethodDescriptor(
    "clear", gives: nil, "clears the output of the cell", examples: ["clear(wait: true)"],
    [
      .truth(
        "wait", default: false, "whether to wait for the next output, so that nothing flickers")
    ])

  static func run(_ call: Invocation) throws -> Value {
    call.context.output.clear(waitsForOutput: call.arguments["wait"])
    return .none
  }
}
