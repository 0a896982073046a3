import TandemCatalog
import TandemData
import TandemDiagnostics
import TandemLearning
import TandemNetworks
import TandemTensors

extension LayerBindingError: ExplainableError {
  /// The layer that does not fit, what reaches it, and where the data that gives it was named.
  func diagnostic(at place: ErrorPlace) -> Diagnostic {
    if error.expected.hasPrefix("at most") {
      return Diagnostic(
        "shape",
        "'\(error.operation)' takes \(error.expected), not "
          + error.actual.map(\.description).joined(separator: " and "),
        at: layer.map(SourceSpan.init) ?? place.architecture, label: "gets \(inputShape)")
    }
    let data = place.data
    let isData = data?.rowShapes.contains(inputShape.description) == true
    let giver = isData ? data.flatMap { "'\($0.name)' gives" } : nil
    var diagnostic = Diagnostic(
      "shape",
      "'\(error.operation)' needs \(error.expected), but "
        + "\(giver ?? "what reaches it is") \(inputShape)",
      at: layer.map(SourceSpan.init) ?? place.architecture, label: "gets \(inputShape)")
    if isData, let data, let span = data.span {
      diagnostic.related = [.init(span, data.label(for: inputShape))]
    }
    let wantsAxes = error.expected.hasPrefix("rows shaped")
    diagnostic.help =
      inputShape.rank == 1 && wantsAxes ? ["'dense(16)' takes rows of numbers"] : []
    return diagnostic
  }
}

extension LayerMethodError: ExplainableError {
  func diagnostic(at place: ErrorPlace) -> Diagnostic {
    switch self {
    case .tooManyLayers(let limit):
      return .tooManyLayers(limit: limit, at: place.span)
    case .tooDeep(let limit):
      return Diagnostic(
        "too-deep", "layers lie at most \(limit) deep within each other", at: place.span)
    case .noBranches:
      var error = Diagnostic("missing-argument", "'parallel' has nothing to join", at: place.span)
      error.help = ["parallel(dense(16) -> relu, dense(16) -> tanh)"]
      return error
    case .unsuitableSizes(let sizes):
      let list = sizes.map(String.init).joined(separator: ", ")
      var error = Diagnostic(
        "out-of-range", "[\(list)] is no shape of a row", at: place.argument("sizes"))
      error.help = ["one to six sizes of at least 1; one of them may be -1, what the others leave"]
      return error
    }
  }
}

extension ShapeError: ExplainableError {
  func diagnostic(at place: ErrorPlace) -> Diagnostic {
    let shapes = actual.map(\.description).joined(separator: " and ")
    return Diagnostic(
      "shape", "'\(operation)' needs \(expected), not \(shapes)",
      at: place.architecture)
  }
}

extension ArchitectureError: ExplainableError {
  func diagnostic(at place: ErrorPlace) -> Diagnostic {
    let span = place.architecture
    switch self {
    case .unequalInputs(let part, let first, let second):
      var error = Diagnostic(
        "shape", "the shared part '\(part)' gets rows of two shapes", at: span,
        label: "\(first.inputShape) for '\(first.name)', \(second.inputShape) for '\(second.name)'")
      error.related = [first, second].compactMap { port in
        place.task(port.name)?.origin.map {
          .init(SourceSpan($0), "'\(port.name)' reads rows of \(port.inputShape)")
        }
      }
      error.help = ["give the tasks inputs of one shape with 'from:', or share nothing: 'single'"]
      return error
    case .unknownHead(let name, let tasks):
      var error = Diagnostic(
        "unknown-task", "'heads:' names '\(name)', which is no task", at: place.heads ?? span)
      error.suggest(name, among: tasks, listing: "the run's tasks are")
      if place.heads != nil, let span { error.related = [.init(span, "with these tasks")] }
      return error
    case .unsuitableOutput(let part, let shape):
      var error = Diagnostic(
        "shape", "'\(part)' gives rows shaped \(shape), which no output layer takes", at: span)
      error.help = ["end it with 'flatten'"]
      return error
    }
  }
}

extension ErrorPlace {
  /// Where the call names its architecture.
  fileprivate var architecture: SourceSpan? {
    guard let call else { return span }
    let names = ["architecture", "architectures"].filter { call.arguments.origins[$0] != nil }
    return names.first.map { call.span(of: $0) } ?? call.nameSpan
  }

  /// Where the heads of the call's architecture were written.
  fileprivate var heads: SourceSpan? {
    guard let call, call.descriptor.arguments.first?.accepts == .object(.architecture),
      let architecture = call.arguments.anyList("architecture").first as? any Architecture
    else { return nil }
    return architecture.arguments.origins["heads"].map(SourceSpan.init)
  }
}

/// The data that a call's tasks are of, as an error speaks of it.
struct NamedData {
  var name: String
  var span: SourceSpan?
  var data: Dataset

  /// The shapes of rows that its columns give.
  var rowShapes: Set<String> {
    var shapes: Set<String> = []
    for name in data.columnNames {
      if case .arrays(_, let sizes)? = data.column(name)?.values {
        shapes.insert(Shape(sizes).description)
      }
    }
    return shapes.union((1...max(data.columnNames.count, 1)).map { "[\($0)]" })
  }

  func label(for shape: Shape) -> String {
    guard shape.rank == 1 else { return "its rows are shaped \(shape)" }
    return "\(shape[0]) number columns make a row of \(shape)"
  }
}

extension ErrorPlace {
  /// The data of the call's first task, where it has a name.
  var data: NamedData? {
    guard let call, call.descriptor.arguments.contains(where: { $0.name == "tasks" }),
      let task = call.arguments.anyList("tasks").lazy.compactMap({ $0 as? LearningTask }).first
    else { return nil }
    let data = task.dataset
    guard let name = text(at: data.origin) else { return nil }
    return NamedData(name: name, span: data.origin.map(SourceSpan.init), data: data)
  }
}
