package import TandemDiagnostics

/// An expression and where it stands.
package struct Expression: Sendable {
  package var span: SourceSpan
  package var node: Node

  package init(_ node: Node, at span: SourceSpan) {
    self.node = node
    self.span = span
  }

  /// What an expression can be; one case for each production of the grammar.
  package indirect enum Node: Sendable {
    case none
    case truth(Bool)
    case number(Double)
    case text(String)
    case name(String)
    /// Items without labels.
    case list([Expression])
    /// Labelled items: `[ink: dense(16), else: relu]`; a label may be `else`.
    case record([LabelledExpression])
    /// `[element for variable in source if condition]`.
    case comprehension(Comprehension)
    /// `a -> b -> c`, flattened.
    case arrow([Expression])
    case conditional(condition: Expression, then: Expression, otherwise: Expression)
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression, operatorSpan: SourceSpan)
    /// `value.name`.
    case member(Expression, Identifier)
    /// `callee(arguments)`, a block's entries among them as labelled arguments.
    case call(Call)
    case subscripted(Expression, Expression)
    /// What the parser put where it found nothing that it could read; the cell has an error there.
    case missing
  }
}

/// A name and where it stands.
package struct Identifier: Sendable, Equatable {
  package var name: String
  package var span: SourceSpan

  package init(_ name: String, at span: SourceSpan) {
    self.name = name
    self.span = span
  }
}

/// `label: value`, in a record, a call or a block.
package struct LabelledExpression: Sendable {
  package var label: Identifier
  package var value: Expression

  package init(_ label: Identifier, _ value: Expression) {
    self.label = label
    self.value = value
  }
}

/// A call: brackets, a block, or both.
package struct Call: Sendable {
  package var callee: Expression
  package var arguments: [CallArgument]
  /// Whether round brackets were written; `hard { … }` has none.
  package var hasBrackets: Bool
  package var block: SourceSpan?

  package init(
    callee: Expression, arguments: [CallArgument], hasBrackets: Bool, block: SourceSpan? = nil
  ) {
    self.callee = callee
    self.arguments = arguments
    self.hasBrackets = hasBrackets
    self.block = block
  }
}

/// One argument of a call, with its label if it has one.
package struct CallArgument: Sendable {
  package var label: Identifier?
  package var value: Expression

  package init(label: Identifier? = nil, _ value: Expression) {
    self.label = label
    self.value = value
  }
}

/// A list made from another: `[x * 2 for x in 1...3 if x != 2]`.
package struct Comprehension: Sendable {
  package var element: Expression
  package var variable: Identifier
  package var source: Expression
  package var condition: Expression?

  package init(
    element: Expression, variable: Identifier, source: Expression, condition: Expression?
  ) {
    self.element = element
    self.variable = variable
    self.source = source
    self.condition = condition
  }
}

package enum UnaryOperator: String, Sendable {
  case negate = "-"
  case not
}

package enum BinaryOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case power = "^"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case contained = "in"
  case and
  case or
  case range = "..."
}
