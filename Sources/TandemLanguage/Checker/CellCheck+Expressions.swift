import TandemCatalog
import TandemDiagnostics

extension CellCheck {
  /// Checks an expression and says what it is; `expected` is what is asked for where it stands.
  @discardableResult
  mutating func visit(_ expression: Expression, expecting expected: ValueKind? = nil) -> ValueFacts
  {
    switch expression.node {
    case .none: return ValueFacts(ValueKind.none)
    case .truth: return ValueFacts(.truth)
    case .number: return ValueFacts(.number)
    case .text: return ValueFacts(.text)
    case .missing: return .unknown
    case .name(let name): return visitName(name, at: expression.span, expecting: expected)
    case .list(let items):
      for item in items { visit(item) }
      return ValueFacts(.list)
    case .record(let items): return visitRecord(items)
    case .comprehension(let comprehension): return visit(comprehension)
    case .arrow(let layers): return visitArrow(layers)
    case .conditional(let condition, let value, let otherwise):
      return visitConditional(condition, value, otherwise, expecting: expected)
    case .unary(let sign, let operand): return visitUnary(sign, operand)
    case .binary(let sign, let left, let right, let place):
      return visitBinary(sign, left, right, at: place)
    case .member(let owner, let name): return visitMember(owner, name)
    case .call(let call): return visitCall(call, at: expression.span, expecting: expected)
    case .subscripted(let owner, let index): return visitSubscript(owner, index)
    }
  }

  private mutating func visitRecord(_ items: [LabelledExpression]) -> ValueFacts {
    checkLabels(items)
    for item in items { visit(item.value) }
    return ValueFacts(.record, labels: items.map(\.label.name))
  }

  /// Reports labels that stand twice.
  mutating func checkLabels(_ items: [LabelledExpression]) {
    var places: [String: SourceSpan] = [:]
    for item in items {
      if let first = places[item.label.name] {
        report(.labelTwice(item.label.name, at: item.label.span, first: first))
      } else {
        places[item.label.name] = item.label.span
      }
    }
  }

  private mutating func visit(_ comprehension: Comprehension) -> ValueFacts {
    let source = visit(comprehension.source)
    if let kind = source.kind, !kind.isIterable {
      report(.notIterable(kind, at: comprehension.source.span))
    }
    let name = comprehension.variable.name
    let outer = locals[name]
    locals[name] = source.kind == .range ? ValueFacts(.number) : .unknown
    visit(comprehension.element)
    if let condition = comprehension.condition { checkCondition(condition) }
    locals[name] = outer
    return ValueFacts(.list)
  }

  private mutating func visitArrow(_ layers: [Expression]) -> ValueFacts {
    for layer in layers {
      let facts = visit(layer, expecting: .layer)
      if let kind = facts.kind, kind != .layer {
        report(.notALayer(layer.sourceText, kind, at: layer.span))
      }
    }
    return ValueFacts(.layer)
  }

  private mutating func visitConditional(
    _ condition: Expression, _ value: Expression, _ otherwise: Expression,
    expecting expected: ValueKind?
  ) -> ValueFacts {
    checkCondition(condition)
    let first = visit(value, expecting: expected)
    let second = visit(otherwise, expecting: expected)
    if first == second { return first }
    return first.kind == second.kind ? ValueFacts(first.kind) : .unknown
  }

  mutating func checkCondition(_ condition: Expression) {
    if let kind = visit(condition).kind, kind != .truth {
      report(.notACondition(kind, at: condition.span))
    }
  }

  private mutating func visitSubscript(_ owner: Expression, _ index: Expression) -> ValueFacts {
    let facts = visit(owner)
    let indexFacts = visit(index)
    guard let kind = facts.kind else { return .unknown }
    if kind.isAtomic {
      report(.noSubscript(owner.sourceText, kind, at: index.span))
      return .unknown
    }
    guard kind == .data else { return .unknown }
    if let columns = facts.columns, case .text(let name)? = index.constant,
      !columns.contains(name)
    {
      report(.unknownColumn(name, of: owner.sourceText, columns: columns, at: index.span))
      return .unknown
    }
    switch indexFacts.kind {
    case .text?: return ValueFacts(.column)
    case .range?: return ValueFacts(.data, columns: facts.columns)
    default: return .unknown
    }
  }
}

extension ValueKind {
  /// Whether `for` can go through a value of the kind.
  fileprivate var isIterable: Bool {
    switch self {
    case .list, .range, .column, .curves, .prediction: true
    default: false
    }
  }

  /// Whether a value of the kind has no items that `[…]` could take out.
  fileprivate var isAtomic: Bool {
    switch self {
    case .none, .truth, .number, .layer, .task, .architecture, .weighting, .optimizer, .schedule,
      .loss, .metric, .stop, .formula, .function, .plot:
      true
    default: false
    }
  }
}
