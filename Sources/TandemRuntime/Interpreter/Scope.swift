import TandemCatalog

/// The names that are known at a place beside the session's own: parameters, loop variables.
struct Scope {
  var locals: [String: Value] = [:]
  /// How many calls of functions that a cell declared are under way.
  var callDepth = 0

  static let top = Scope()

  /// The same scope with one name more.
  func binding(_ name: String, to value: Value) -> Scope {
    var scope = self
    scope.locals[name] = value
    return scope
  }
}
