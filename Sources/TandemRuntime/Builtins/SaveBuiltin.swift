import TandemCatalog
import TandemLearning
import TandemTensors

/// `save(run, path)`: a run in a file.
enum SaveBuiltin: Builtin {
  static let descriptor = MethodDescriptor(
    "save", gives: nil, "writes a run into a file, with all that 'resume' needs",
    details: [
      "The file is safetensors; the settings are in its metadata, as text of the language."
    ],
    examples: ["save(run, \"mix.safetensors\")"],
    [
      ArgumentDescriptor("run", .object(.run), .required, "the run"),
      .text("path", "the file; one that is there is replaced"),
    ])

  static func run(_ call: Invocation) throws -> Value {
    guard let run: Run = call.arguments.object("run") else {
      preconditionFailure("a run of another type")
    }
    try RunFile.write(run, to: call.arguments["path"])
    return .none
  }
}

/// `load(path)`: the run that a file holds.
enum LoadBuiltin: Builtin {
  static let descriptor = MethodDescriptor(
    "load", gives: .run, "reads a run that 'save' wrote; 'resume' continues it",
    examples: ["let run = load(\"mix.safetensors\")"],
    [.text("path", "the file")])

  static func run(_ call: Invocation) throws -> Value {
    let interrupt = call.context.interrupt
    let archive = try RunFile.read(call.arguments["path"]) { interrupt.isRaised }
    return .object(
      try RunLoader(
        archive: archive, path: call.arguments["path"], interrupt: interrupt
      ).run())
  }
}
