import TandemCatalog
import TandemDiagnostics
import TandemLanguage
import TandemLearning

extension Interpreter {
  /// `callee(arguments)`, a block's entries among them.
  func call(_ call: Call, at span: SourceSpan, in scope: Scope) throws -> Value {
    switch call.callee.node {
    case .name(let name):
      let function = try self.function(named: name, at: call.callee.span, in: scope)
      return try run(
        function, with: call.arguments, of: call, at: span, nameSpan: call.callee.span, in: scope)
    case .member(let owner, let name):
      let receiver = try evaluate(owner, in: scope)
      guard let method = library.method(name.name, of: receiver.kind) else {
        throw noMethod(name, of: receiver, owner)
      }
      return try run(
        .method(method, of: receiver), with: call.arguments, of: call, at: span,
        nameSpan: name.span, in: scope)
    default:
      let value = try evaluate(call.callee, in: scope)
      throw Diagnostic.notAFunction(call.callee.sourceText, value.kind, at: call.callee.span)
    }
  }

  /// What a name stands for where it is called: a value never hides the function of its name.
  private func function(named name: String, at span: SourceSpan, in scope: Scope) throws
    -> Library.Function
  {
    let value = scope.locals[name] ?? names[name]
    if case .object(let object)? = value, let function = object as? DeclaredFunction {
      return .declared(function)
    }
    if let function = library.function(name) { return function }
    if let value { throw Diagnostic.notAFunction(name, value.kind, at: span) }
    let declared = names.filter { $0.value.kind == .function }.keys
    let known = Array(library.catalog.functions.keys) + declared
    throw Diagnostic.unknownName(name, isCalled: true, at: span, known: known.sorted())
  }

  private func noMethod(_ name: Identifier, of receiver: Value, _ owner: Expression) -> Diagnostic {
    let kind = receiver.kind
    if library.member(name.name, of: kind) != nil {
      return Diagnostic(
        "not-a-function", "'\(name.name)' is a part of \(kind.phrase), not a function",
        at: name.span, label: "leave the brackets out")
    }
    return .unknownMember(
      name.name, of: owner.sourceText, kind, known: library.catalog.methods(of: kind).map(\.name),
      at: name.span)
  }

  /// Runs a function; what goes wrong in it becomes a diagnostic at the call.
  func run(
    _ function: Library.Function, with arguments: [CallArgument], of call: Call? = nil,
    at span: SourceSpan, nameSpan: SourceSpan, in scope: Scope
  ) throws -> Value {
    let descriptor = function.descriptor
    let bound = try bind(arguments, to: descriptor, of: call, at: span, in: scope)
    let invocation = Invocation(
      interpreter: self, descriptor: descriptor, arguments: bound, span: span, nameSpan: nameSpan)
    do {
      switch function {
      case .entry(let entry): return stamped(try entry.make(bound), span)
      case .builtin(let type): return stamped(try type.run(invocation), span)
      case .method(let entry, let receiver):
        return stamped(try entry.call(receiver, bound), span)
      case .declared(let declared):
        return try run(declared, bound, at: span, in: scope)
      }
    } catch {
      throw explained(error, in: invocation)
    }
  }

  /// Evaluates a call's arguments, each as its place takes it, and binds them.
  private func bind(
    _ arguments: [CallArgument], to descriptor: MethodDescriptor, of call: Call?,
    at span: SourceSpan, in scope: Scope
  ) throws -> Arguments {
    do {
      let places = try descriptor.places(of: arguments.map { $0.label?.name })
      var written: [WrittenArgument] = []
      for (place, argument) in zip(places, arguments) {
        let accepts = descriptor.arguments[place].accepts
        let value = try evaluate(argument.value, as: accepts, in: scope)
        written.append(
          WrittenArgument(
            label: argument.label?.name, value, origin: ValueOrigin(argument.value.span)))
      }
      return try descriptor.bind(written)
    } catch let error as ArgumentError {
      throw Diagnostic.argument(error, of: descriptor, in: call, at: span)
    }
  }

  /// Runs a function that a cell declared.
  private func run(
    _ function: DeclaredFunction, _ arguments: Arguments, at span: SourceSpan, in scope: Scope
  ) throws -> Value {
    guard scope.callDepth < Self.callDepthLimit else {
      throw Diagnostic.callsTooDeep(function.name, limit: Self.callDepthLimit, at: span)
    }
    try context.checkInterrupt()
    var inner = Scope(locals: function.captured, callDepth: scope.callDepth + 1)
    for parameter in function.parameters {
      inner.locals[parameter.name] = arguments[value: parameter.name]
    }
    guard function.declaredKind == .weighting else { return try evaluate(function.body, in: inner) }
    let value = try weighting(
      function.body, in: inner, normalizes: function.normalizes(with: arguments))
    guard case .object(let object) = stamped(value, span), var choice = object as? WeightingChoice
    else { return value }
    let text = arguments.text(for: function.descriptor)
    choice.name = text.isEmpty ? function.name : "\(function.name)(\(text))"
    return .object(choice)
  }
}

extension DeclaredFunction {
  /// Whether a weighting's formula is scaled: what its parameter of that name says.
  fileprivate func normalizes(with arguments: Arguments) -> Bool {
    guard parameters.contains(where: { $0.name == FormulaSignals.normalizeParameter }),
      case .truth(let normalizes) = arguments[value: FormulaSignals.normalizeParameter]
    else { return true }
    return normalizes
  }
}
