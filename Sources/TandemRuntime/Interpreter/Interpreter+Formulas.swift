import TandemCatalog
import TandemDiagnostics
import TandemLanguage
import TandemLearning

extension Interpreter {
  /// The weighting that an expression gives where one is asked for: a formula, a sum, or a value.
  func weighting(_ expression: Expression, in scope: Scope, normalizes: Bool = true) throws -> Value
  {
    if case .binary(.add, let left, let right, let operatorSpan) = expression.node,
      isWeightingSum(expression)
    {
      let places = OperatorPlaces(
        whole: expression.span, operation: operatorSpan, left: left.span, right: right.span)
      return try combine(
        .add, weighting(left, in: scope, normalizes: normalizes),
        weighting(right, in: scope, normalizes: normalizes), places)
    }
    if case .conditional(let condition, let then, let otherwise) = expression.node,
      !isFormula(condition)
    {
      let branch = try truth(of: condition, in: scope) ? then : otherwise
      return try weighting(branch, in: scope, normalizes: normalizes)
    }
    if !isFormula(expression) {
      let value = try evaluate(expression, in: scope)
      guard case .number = value else { return value }
    }
    let formula = try formula(expression, in: scope)
    do {
      let method = try FormulaWeighting(formula: formula, normalizes: normalizes)
      return stamped(.object(WeightingChoice(weighting: method)), expression.span)
    } catch {
      throw explained(error, at: expression.span)
    }
  }

  /// Whether an expression is to be read as a formula: it speaks of a step's signals.
  func isFormula(_ expression: Expression) -> Bool {
    expression.mentionsSignal
  }

  /// Whether an expression adds weightings, at least one of which is none that a formula could hold.
  func isWeightingSum(_ expression: Expression) -> Bool {
    guard case .binary(.add, let left, let right, _) = expression.node else { return false }
    return [left, right].contains { isNamedWeighting($0) || isWeightingSum($0) }
  }

  /// Whether an expression is a weighting by its name: `pcgrad()`, or a name bound to one.
  private func isNamedWeighting(_ expression: Expression) -> Bool {
    switch expression.node {
    case .call(let call): isWeightingFunction(call.callee)
    case .name(let name):
      !FormulaSignals.isSignal(name)
        && (names[name]?.kind == .weighting || isWeightingFunction(expression))
    default: false
    }
  }

  private func isWeightingFunction(_ expression: Expression) -> Bool {
    guard case .name(let name) = expression.node else { return false }
    if case .object(let object)? = names[name], let function = object as? DeclaredFunction {
      return function.declaredKind == .weighting
    }
    return library.function(name)?.descriptor.result == .weighting
  }

  /// The formula that an expression writes; names that are no signal become their numbers.
  func formula(_ expression: Expression, in scope: Scope) throws -> Formula {
    let root = try FormulaBuilder(interpreter: self, scope: scope).node(expression)
    var formula = Formula(root, sourceText: root.sourceText)
    formula.origin = ValueOrigin(expression.span)
    return formula
  }
}
