import TandemCatalog
import TandemDiagnostics
import TandemLanguage

/// Where an operation and its operands stand.
struct OperatorPlaces {
  var whole: SourceSpan
  var operation: SourceSpan
  var left: SourceSpan
  var right: SourceSpan
}

extension Interpreter {
  func unary(
    _ operation: UnaryOperator, _ operand: Expression, at span: SourceSpan, in scope: Scope
  ) throws -> Value {
    let value = try evaluate(operand, in: scope)
    switch (operation, value) {
    case (.negate, .number(let number)): return .number(-number)
    case (.not, .truth(let truth)): return .truth(!truth)
    case (_, .object(let object)) where object.kind == .column:
      return stamped(try columnResult(operation, value, at: span), span)
    case (.negate, _), (.not, _):
      throw Diagnostic.wrongOperand(
        operation.rawValue, operand.sourceText, value.kind, at: operand.span)
    }
  }

  func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ places: OperatorPlaces,
    in scope: Scope
  ) throws -> Value {
    let first = try evaluate(left, in: scope)
    if operation == .and || operation == .or, case .truth(let truth) = first {
      if truth == (operation == .or) { return first }
      let second = try evaluate(right, in: scope)
      if case .truth = second { return second }
      guard second.kind == .column else {
        throw Diagnostic.wrongOperand(
          operation.rawValue, right.sourceText, second.kind, at: right.span)
      }
      return stamped(try columnResult(operation, first, second, places), places.whole)
    }
    return try combine(operation, first, try evaluate(right, in: scope), places)
  }

  /// What an operation makes of two values.
  func combine(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, _ places: OperatorPlaces
  ) throws -> Value {
    if left.kind == .column || right.kind == .column {
      return stamped(try columnResult(operation, left, right, places), places.whole)
    }
    switch operation {
    case .equal: return .truth(left == right)
    case .notEqual: return .truth(left != right)
    case .contained: return .truth(try isContained(left, in: right, places))
    case .range: return try range(left, right, places)
    case .and, .or:
      let wrong = left.kind == .truth ? (right, places.right) : (left, places.left)
      throw Diagnostic.wrongOperand(operation.rawValue, "", wrong.0.kind, at: wrong.1)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      return .truth(try isOrdered(operation, left, right, places))
    case .add, .subtract, .multiply, .divide, .remainder, .power:
      if case (.number(let a), .number(let b)) = (left, right) {
        return .number(try arithmetic(operation, a, b, places))
      }
      return try joined(operation, left, right, places)
    }
  }

  private func arithmetic(
    _ operation: BinaryOperator, _ a: Double, _ b: Double, _ places: OperatorPlaces
  ) throws -> Double {
    if operation == .divide || operation == .remainder, b == 0 {
      throw Diagnostic.divisionByZero(at: places.right)
    }
    if operation == .power, a == 0, b < 0 { throw Diagnostic.divisionByZero(at: places.left) }
    let result: Double =
      switch operation {
      case .add: a + b
      case .subtract: a - b
      case .multiply: a * b
      case .divide: a / b
      case .remainder: a.remainderLikeDivisor(b)
      default: a.raised(to: b)
      }
    guard result.isFinite else {
      let base = a < 0 ? "(\(a.sourceText))" : a.sourceText
      let text = "\(base) \(operation.rawValue) \(b.sourceText)"
      throw Diagnostic.notFinite(text, isNaN: result.isNaN, at: places.whole)
    }
    return result
  }

  /// `+` and `*` of what is not two numbers: texts, lists, layers and weightings.
  private func joined(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, _ places: OperatorPlaces
  ) throws -> Value {
    switch (operation, left, right) {
    case (.add, .text(let a), .text(let b)): return try text(a + b, places)
    case (.add, .text(let a), .number(let b)): return try text(a + b.sourceText, places)
    case (.add, .number(let a), .text(let b)): return try text(a.sourceText + b, places)
    case (.add, .list(let a), .list(let b)):
      let joined = Value.list(a + b)
      try ValueSize.check(joined, at: places.whole)
      return joined
    case (_, .object(let a), _) where a.kind == .layer || a.kind == .weighting:
      return try objectOperation(operation, left, right, places)
    case (_, _, .object(let b)) where b.kind == .layer || b.kind == .weighting:
      return try objectOperation(operation, left, right, places)
    default: throw Diagnostic.unsuitableOperands(operation, left, right, places)
    }
  }

  private func text(_ text: String, _ places: OperatorPlaces) throws -> Value {
    guard text.utf8.count <= Self.textLimit else {
      throw Diagnostic(
        "text-too-long", "the text would be longer than 10 million bytes", at: places.whole)
    }
    return .text(text)
  }

  private func range(_ left: Value, _ right: Value, _ places: OperatorPlaces) throws -> Value {
    func bound(_ value: Value, _ span: SourceSpan) throws -> Int {
      guard case .number(let number) = value else {
        throw Diagnostic.wrongOperand("...", "", value.kind, at: span)
      }
      guard let whole = Int(exactly: number), whole.magnitude <= 1 << 53 else {
        throw Diagnostic.boundNotWhole(number, at: span)
      }
      return whole
    }
    let lower = try bound(left, places.left)
    let upper = try bound(right, places.right)
    guard lower <= upper else { throw Diagnostic.emptyRange(at: places.whole) }
    return .range(lower...upper)
  }

  private func isContained(_ left: Value, in right: Value, _ places: OperatorPlaces) throws -> Bool
  {
    switch (left, right) {
    case (_, .list(let values)): return values.contains(left)
    case (.number(let number), .range(let range)):
      return Int(exactly: number).map(range.contains) ?? false
    case (_, .range): return false
    case (.text(let part), .text(let whole)): return part.isEmpty || whole.contains(part)
    case (.text(let label), .record(let record)): return record[label] != nil
    default:
      throw Diagnostic.wrongOperand("in", "", right.kind, at: places.right)
    }
  }

  private func isOrdered(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, _ places: OperatorPlaces
  ) throws -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)): return holds(operation, a, b)
    case (.text(let a), .text(let b)): return holds(operation, a, b)
    default: throw Diagnostic.unsuitableOperands(operation, left, right, places)
    }
  }

  private func holds<T: Comparable>(_ operation: BinaryOperator, _ a: T, _ b: T) -> Bool {
    switch operation {
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    default: a >= b
    }
  }
}
