import TandemCatalog
import TandemDiagnostics
import TandemLanguage
import TandemLearning

/// Turns the expression of a formula into a tree over a step's signals.
///
/// What does not speak of signals is evaluated where it stands, so that `alpha` or `data.count` in a
/// formula is the number that it was when the weighting was made.
struct FormulaBuilder {
  let interpreter: Interpreter
  let scope: Scope

  func node(_ expression: Expression) throws -> Formula.Node {
    guard expression.mentionsSignal || isFormulaCall(expression) else {
      return .number(try constant(expression))
    }
    switch expression.node {
    case .name(let name):
      guard let signal = Formula.Signal(rawValue: name) else { break }
      return .signal(signal)
    case .unary(let operation, let operand):
      return operation == .negate ? .negate(try node(operand)) : .not(try node(operand))
    case .binary(let operation, let left, let right, let span):
      guard let symbol = Formula.Operator(rawValue: operation.rawValue) else {
        throw Diagnostic.notInFormula("'\(operation.rawValue)'", at: span)
      }
      return .binary(symbol, try node(left), try node(right))
    case .conditional(let condition, let then, let otherwise):
      return .conditional(
        condition: try node(condition), then: try node(then), otherwise: try node(otherwise))
    case .call(let call): return try self.call(call)
    default: break
    }
    throw Diagnostic.notInFormula(nil, at: expression.span)
  }

  /// A part without signals: a number that does not change from step to step.
  private func constant(_ expression: Expression) throws -> Double {
    switch try interpreter.evaluate(expression, in: scope) {
    case .number(let number): return number
    case .truth(let truth): return truth ? 1 : 0
    case let value:
      throw Diagnostic(
        "wrong-kind", "a formula is made of numbers and signals, not \(value.kind.phrase)",
        at: expression.span, label: value.kind.phrase)
    }
  }

  /// `mean(2)` has no signal, yet only a formula knows `mean`.
  private func isFormulaCall(_ expression: Expression) -> Bool {
    guard case .call(let call) = expression.node, case .name(let name) = call.callee.node else {
      return false
    }
    return Formula.Reduction(rawValue: name) != nil
  }

  private func call(_ call: Call) throws -> Formula.Node {
    guard case .name(let name) = call.callee.node else {
      throw Diagnostic.notInFormula("a call of this", at: call.callee.span)
    }
    if let labelled = call.arguments.first(where: { $0.label != nil })?.label {
      throw Diagnostic(
        "unknown-argument", "'\(name)' takes no labels in a formula", at: labelled.span)
    }
    let operands = try call.arguments.map { try node($0.value) }
    switch (name, operands.count) {
    case ("max", 2): return .larger(operands[0], operands[1])
    case ("min", 2): return .smaller(operands[0], operands[1])
    case (_, 1):
      if let function = Formula.Function(rawValue: name) { return .function(function, operands[0]) }
      if let reduction = Formula.Reduction(rawValue: name) {
        return .overTasks(reduction, operands[0])
      }
      fallthrough
    default:
      throw Diagnostic.unknownFormulaFunction(name, count: operands.count, at: call.callee.span)
    }
  }
}
