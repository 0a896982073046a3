import TandemCatalog
import TandemDiagnostics
import TandemLanguage

/// Evaluates the expressions of checked cells and keeps what they have named.
///
/// What a cell does wrong is thrown as a `Diagnostic`; the checker has found most of it before.
final class Interpreter {
  let library: Library
  /// The session's names.
  var names: [String: Value] = [:]
  /// How each name was declared: the statement's place.
  var declarations: [String: SourceSpan] = [:]
  /// The value of the last cell that had one.
  var last: Value?
  /// Every text that spans can point into.
  var sources = SourceLibrary()
  /// The ids of displays that `show` has made, with the key of the text that made each.
  var displayIDs: [String: Int] = [:]
  /// The key of the text that runs.
  var runningText = 0
  /// What the running cell needs of the outside.
  var context: CellContext
  private var depth = 0

  /// How deep expressions and calls may nest before it is an error: far less than the stack holds.
  static let depthLimit = 4_000
  static let callDepthLimit = 500
  /// How many items a list, and how many bytes a text may have.
  static let listLimit = 1_000_000
  static let textLimit = 10_000_000

  init(library: Library, context: CellContext) {
    self.library = library
    self.context = context
  }

  /// The value of an expression.
  func evaluate(_ expression: Expression, in scope: Scope) throws -> Value {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw Diagnostic.nestedTooDeep(at: expression.span) }
    switch expression.node {
    case .none: return .none
    case .truth(let truth): return .truth(truth)
    case .number(let number): return .number(number)
    case .text(let text): return .text(text)
    case .name(let name): return try value(named: name, at: expression.span, in: scope)
    case .list(let items):
      return try sized(.list(try items.map { try evaluate($0, in: scope) }), expression)
    case .record(let entries): return try sized(.record(try record(entries, in: scope)), expression)
    case .comprehension(let comprehension):
      return try sized(try list(comprehension, in: scope), expression)
    case .arrow(let parts): return try layers(parts, at: expression.span, in: scope)
    case .conditional(let condition, let then, let otherwise):
      let branch = try truth(of: condition, in: scope) ? then : otherwise
      return try evaluate(branch, in: scope)
    case .unary(let operation, let operand):
      return try unary(operation, operand, at: expression.span, in: scope)
    case .binary(let operation, let left, let right, let operatorSpan):
      let places = OperatorPlaces(
        whole: expression.span, operation: operatorSpan, left: left.span, right: right.span)
      return try binary(operation, left, right, places, in: scope)
    case .member(let owner, let name):
      return try member(name, of: owner, at: expression.span, in: scope)
    case .call(let call): return try self.call(call, at: expression.span, in: scope)
    case .subscripted(let owner, let index):
      return try item(at: index, of: owner, at: expression.span, in: scope)
    case .missing: throw Diagnostic("missing-expression", "a value is missing", at: expression.span)
    }
  }

  /// The list or record that an expression made, if it is not too large.
  private func sized(_ value: Value, _ expression: Expression) throws -> Value {
    try ValueSize.check(value, at: expression.span)
    return value
  }

  /// A bare name: a local one, the session's, or a function that needs no arguments.
  func value(named name: String, at span: SourceSpan, in scope: Scope) throws -> Value {
    if let value = scope.locals[name] ?? names[name] {
      guard case .object(let object) = value, let function = object as? DeclaredFunction else {
        return value
      }
      return try run(.declared(function), with: [], at: span, nameSpan: span, in: scope)
    }
    if name == "last", let last { return last }
    if let function = library.function(name) {
      guard function.descriptor.hasOnlyDefaults else {
        throw Diagnostic.needsBrackets(function.descriptor, at: span)
      }
      return try run(function, with: [], at: span, nameSpan: span, in: scope)
    }
    throw Diagnostic.unknownName(name, isCalled: false, at: span, known: knownNames(in: scope))
  }

  /// Whether a display of this id is on the screen; from now on one is.
  ///
  /// A front end clears what a cell showed when the cell is run again: then there is nothing to replace.
  func replacesDisplay(_ id: String) -> Bool {
    let maker = displayIDs[id]
    let isRunAgain =
      maker.map { $0 != runningText && sources[$0]?.text == sources[runningText]?.text } ?? true
    if isRunAgain { displayIDs[id] = runningText }
    return !isRunAgain
  }

  /// All names that could stand where a value is wanted.
  func knownNames(in scope: Scope) -> [String] {
    Set(scope.locals.keys).union(names.keys).union(library.catalog.functions.keys).sorted()
  }

  /// A condition's truth value.
  func truth(of expression: Expression, in scope: Scope) throws -> Bool {
    let value = try evaluate(expression, in: scope)
    guard case .truth(let truth) = value else {
      throw Diagnostic.notACondition(value.kind, at: expression.span)
    }
    return truth
  }

  /// The value, with the place that made it.
  func stamped(_ value: Value, _ span: SourceSpan) -> Value {
    guard case .object(let object) = value else { return value }
    return .object(OriginStamp.mark(object, ValueOrigin(span)))
  }
}
