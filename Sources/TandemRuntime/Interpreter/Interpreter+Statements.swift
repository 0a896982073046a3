import TandemCatalog
import TandemData
import TandemDiagnostics
import TandemLanguage
import TandemLearning

extension Interpreter {
  /// Runs a statement; an expression gives its value, a declaration nothing.
  func run(_ statement: Statement) throws -> Value? {
    switch statement {
    case .declaration(let declaration):
      names[declaration.name.name] = try value(of: declaration)
      declarations[declaration.name.name] = declaration.span
      return nil
    case .expression(let expression): return try evaluate(expression, in: .top)
    case .help(let name):
      context.pages.append(SessionBundle(try helpPage(about: name)))
      return nil
    }
  }

  /// The value that a declaration binds; its kind is checked before the name knows it.
  private func value(of declaration: Declaration) throws -> Value {
    if declaration.parameters != nil { return .object(try function(of: declaration)) }
    let value =
      declaration.kind == .weighting
      ? try weighting(declaration.value, in: .top)
      : try evaluate(declaration.value, in: .top)
    guard let wanted = declaration.kind.valueKind else { return named(value, by: declaration) }
    guard value.kind == wanted else {
      let text = declaration.value.sourceText
      throw Diagnostic.wrongDeclaredKind(
        text.count > 40 ? "this" : "'\(text)'", declared: wanted, actual: value.kind,
        makers: library.catalog.functions(giving: wanted).map(\.name), at: declaration.value.span)
    }
    return named(value, by: declaration)
  }

  /// The value as its name makes it: tasks and weightings are called by it in results.
  private func named(_ value: Value, by declaration: Declaration) -> Value {
    guard case .object(var object) = value else { return value }
    let origin = ValueOrigin(declaration.name.span)
    let name = declaration.name.name
    switch object {
    case var task as LearningTask:
      if declaration.kind == .task || declaration.value.isCall {
        task.name = name
        task.origin = origin
        // Hues follow the order in which tasks are declared.
        _ = context.renderer.color(of: name)
      }
      return .object(task)
    case var weighting as WeightingChoice:
      if declaration.kind == .weighting || declaration.value.isCall { weighting.name = name }
      return .object(weighting)
    case var data as Dataset:
      // From now on people call it by its name, and so do tables, pictures and errors.
      data.sourceText = name
      data.origin = origin
      return .object(data)
    case is any Architecture:
      if declaration.kind != .let { object.origin = origin }
      return .object(object)
    default: return value
    }
  }

  /// The function that a declaration with parameters makes.
  private func function(of declaration: Declaration) throws -> DeclaredFunction {
    let parameters = try (declaration.parameters ?? []).map {
      DeclaredFunction.Parameter(
        name: $0.label.name, value: try evaluate($0.value, in: .top))
    }
    var captured: [String: Value] = [:]
    // Its own name too: what it was before, for nothing is known before it is declared.
    for name in declaration.value.names.subtracting(parameters.map(\.name)) {
      captured[name] = names[name]
    }
    let function = DeclaredFunction(
      name: declaration.name.name, parameters: parameters, body: declaration.value,
      declaredKind: declaration.kind, captured: captured,
      descriptor: MethodDescriptor(
        declaredBy: declaration,
        defaults: Dictionary(parameters.map { ($0.name, $0.value) }) { _, last in last }),
      origin: ValueOrigin(declaration.name.span))
    guard function.captureDepth <= Self.callDepthLimit else {
      throw Diagnostic.nestedTooDeep(at: declaration.name.span)
    }
    return function
  }
}

extension Expression {
  /// Whether the expression makes a value of its own, which its name may name.
  fileprivate var isCall: Bool {
    if case .call = node { true } else { false }
  }
}
