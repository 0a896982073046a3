import TandemDiagnostics
import TandemLanguage
import Testing

/// Reads a cell.
func parse(_ text: String) -> ParsedCell {
  Parser.parse(SourceText(cell: 1, text: text))
}

/// The cell in the canonical spelling with all brackets that the tree has, to see how it was read.
func tree(_ text: String) -> String {
  parse(text).statements.map(shape).joined(separator: "; ")
}

private func shape(_ statement: Statement) -> String {
  switch statement {
  case .expression(let expression): return shape(expression)
  case .help(let name): return name.name + "?"
  case .declaration(let declaration):
    let parameters = declaration.parameters.map { parameters in
      "(" + parameters.map { "\($0.label.name) = \(shape($0.value))" }.joined(separator: ", ") + ")"
    }
    return "\(declaration.kind.rawValue) \(declaration.name.name)\(parameters ?? "") = "
      + shape(declaration.value)
  }
}

/// An expression with brackets around everything that has parts.
func shape(_ expression: Expression) -> String {
  switch expression.node {
  case .none, .truth, .number, .text, .name: return expression.sourceText
  case .missing: return "…"
  case .list(let items): return "[" + items.map(shape).joined(separator: ", ") + "]"
  case .record(let items):
    return "[" + items.map { "\($0.label.name): \(shape($0.value))" }.joined(separator: ", ") + "]"
  case .comprehension(let list):
    let filter = list.condition.map { " if \(shape($0))" } ?? ""
    return "[\(shape(list.element)) for \(list.variable.name) in \(shape(list.source))\(filter)]"
  case .arrow(let layers): return "(" + layers.map(shape).joined(separator: " -> ") + ")"
  case .conditional(let condition, let value, let otherwise):
    return "(\(shape(value)) if \(shape(condition)) else \(shape(otherwise)))"
  case .unary(let sign, let operand): return "(\(sign.rawValue) \(shape(operand)))"
  case .binary(let sign, let left, let right, _):
    return "(\(shape(left)) \(sign.rawValue) \(shape(right)))"
  case .member(let owner, let name): return "\(shape(owner)).\(name.name)"
  case .subscripted(let owner, let index): return "\(shape(owner))[\(shape(index))]"
  case .call(let call):
    let arguments = call.arguments.map { argument in
      (argument.label.map { "\($0.name): " } ?? "") + shape(argument.value)
    }
    return shape(call.callee) + "(" + arguments.joined(separator: ", ") + ")"
  }
}
