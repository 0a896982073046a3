import TandemCatalog
import TandemDiagnostics

extension CellCheck {
  /// Whether an expression where a weighting is asked for is a formula: it computes with signals or
  /// numbers, and no weighting takes part in it.
  func isFormula(_ expression: Expression) -> Bool {
    switch expression.node {
    case .number: true
    case .name(let name):
      if value(name)?.kind == .weighting {
        false
      } else {
        locals[name] != nil || FormulaSignals.isSignal(name) || value(name)?.kind == .number
      }
    case .call(let call): isFormulaCall(call)
    case .unary, .binary, .conditional:
      !involvesWeighting(expression)
        && (hasSignal(expression) || quietFacts(of: expression).kind == .number)
    case .member, .subscripted: quietFacts(of: expression).kind == .number
    default: false
    }
  }

  private func isFormulaCall(_ call: Call) -> Bool {
    guard case .name(let name) = call.callee.node else { return false }
    if names.functions[name] == nil, FormulaSignals.isFunction(name) { return true }
    // A misspelt `mean(loss)` is a formula still; a function that exists is what it is.
    return function(name) == nil && call.arguments.contains { hasSignal($0.value) }
  }

  /// Whether a weighting is among what an expression computes with.
  func involvesWeighting(_ expression: Expression) -> Bool {
    switch expression.node {
    case .name(let name):
      value(name)?.kind == .weighting
        || (value(name) == nil && !FormulaSignals.isSignal(name)
          && function(name)?.result == .weighting)
    case .call(let call):
      if case .name(let name) = call.callee.node {
        function(name)?.result == .weighting
      } else {
        false
      }
    case .unary(_, let operand): involvesWeighting(operand)
    case .binary(_, let left, let right, _): involvesWeighting(left) || involvesWeighting(right)
    case .conditional(_, let value, let otherwise):
      involvesWeighting(value) || involvesWeighting(otherwise)
    default: false
    }
  }

  /// Whether a signal's name stands anywhere in an expression as a value.
  func hasSignal(_ expression: Expression) -> Bool {
    switch expression.node {
    case .name(let name): FormulaSignals.isSignal(name)
    case .list(let items), .arrow(let items): items.contains(where: hasSignal)
    case .record(let items): items.contains { hasSignal($0.value) }
    case .comprehension(let comprehension):
      hasSignal(comprehension.element) || hasSignal(comprehension.source)
    case .conditional(let condition, let value, let otherwise):
      [condition, value, otherwise].contains(where: hasSignal)
    case .unary(_, let operand): hasSignal(operand)
    case .binary(_, let left, let right, _): hasSignal(left) || hasSignal(right)
    case .member(let owner, _): hasSignal(owner)
    case .call(let call): call.arguments.contains { hasSignal($0.value) }
    case .subscripted(let owner, let index): hasSignal(owner) || hasSignal(index)
    case .none, .truth, .number, .text, .missing: false
    }
  }

  /// Checks an expression where a weighting is asked for: a formula, a sum, or a value.
  ///
  /// A formula may be composed with a gradient method: `loss / initial_loss + pcgrad()`.
  mutating func visitWeighting(_ expression: Expression) -> ValueFacts {
    switch expression.node {
    case .binary(.add, let left, let right, let place) where involvesWeighting(expression):
      let kinds = [visitWeighting(left).kind, visitWeighting(right).kind]
      if kinds.allSatisfy({ $0 == nil || $0 == .weighting }) { return ValueFacts(.weighting) }
      report(.weightingArithmetic(at: place))
      return .unknown
    case .conditional(let condition, let value, let otherwise) where !hasSignal(condition):
      checkCondition(condition)
      let kinds = (visitWeighting(value).kind, visitWeighting(otherwise).kind)
      return kinds.0 == kinds.1 ? ValueFacts(kinds.0) : .unknown
    default: break
    }
    guard isFormula(expression) else { return visit(expression, expecting: .weighting) }
    visitFormula(expression)
    if case .number(let weight)? = expression.constant, weight < 0 {
      report(.negativeWeight(at: expression.span))
    }
    return ValueFacts(.weighting)
  }

  /// Checks a formula: signals stand for themselves in it, other names for numbers.
  mutating func visitFormula(_ expression: Expression) {
    switch expression.node {
    case .number, .truth, .missing: return
    case .name(let name): visitFormulaName(name, at: expression.span)
    case .unary(_, let operand): visitFormula(operand)
    case .binary(let sign, let left, let right, let place):
      if sign == .contained || sign == .range {
        return report(.notInFormula("'\(sign.rawValue)'", at: place))
      }
      visitFormula(left)
      visitFormula(right)
    case .conditional(let condition, let value, let otherwise):
      for part in [condition, value, otherwise] { visitFormula(part) }
    case .call(let call): visitFormulaCall(call, expression)
    case .member, .subscripted:
      if hasSignal(expression) {
        report(.notInFormula("a part of a signal", at: expression.span))
      } else {
        requireNumber(expression)
      }
    case .none, .text, .list, .record, .comprehension, .arrow:
      report(.notInFormula(quietFacts(of: expression).kind?.phrase ?? "this", at: expression.span))
    }
  }

  private mutating func visitFormulaName(_ name: String, at place: SourceSpan) {
    if FormulaSignals.isSignal(name) || locals[name] != nil { return }
    if value(name) != nil { return requireNumber(Expression(.name(name), at: place)) }
    if let function = function(name), function.result != nil {
      return requireNumber(Expression(.name(name), at: place))
    }
    guard reportedNames.insert(name).inserted else { return }
    let numbers = names.values.filter { $0.value.kind == .number }.map(\.key)
    let known = FormulaSignals.names + locals.keys.sorted() + numbers.sorted()
    report(.unknownSignal(name, at: place, known: known))
  }

  private mutating func visitFormulaCall(_ call: Call, _ expression: Expression) {
    guard case .name(let name) = call.callee.node else { return requireNumber(expression) }
    let signature = FormulaSignals.functions.first { $0.name == name }
    guard let signature, names.functions[name] == nil || hasSignal(expression) else {
      let isOrdinary = function(name) != nil && !hasSignal(expression)
      if isOrdinary { return requireNumber(expression) }
      for argument in call.arguments { visitFormula(argument.value) }
      let known = FormulaSignals.functions.map(\.name)
      return report(.unknownFormulaFunction(name, at: call.callee.span, known: known))
    }
    for argument in call.arguments {
      visitFormula(argument.value)
      if let label = argument.label { report(.labelInFormula(name, at: label.span)) }
    }
    if !signature.argumentCounts.contains(call.arguments.count) {
      report(.formulaArgumentCount(name, signature.argumentCounts, call, at: call.callee.span))
    }
  }

  /// A part without signals is computed once, where the formula stands; it must be a number.
  private mutating func requireNumber(_ expression: Expression) {
    guard let kind = visit(expression).kind, kind != .number, kind != .truth else { return }
    report(.notANumberInFormula(expression.sourceText, kind, at: expression.span))
  }
}
