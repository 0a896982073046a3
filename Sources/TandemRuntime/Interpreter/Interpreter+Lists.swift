import TandemCatalog
import TandemDiagnostics
import TandemLanguage

extension Interpreter {
  /// Labelled items as a record, each read as `kind` where one is wanted.
  func record(_ entries: [LabelledExpression], as kind: ArgumentKind = .any, in scope: Scope) throws
    -> Record
  {
    var record = Record()
    for entry in entries {
      if record[entry.label.name] != nil {
        throw Diagnostic(
          "label-given-twice", "'\(entry.label.name)' is given twice", at: entry.label.span)
      }
      let value = try evaluate(entry.value, as: kind, in: scope)
      record.entries.append(.init(entry.label.name, value))
    }
    return record
  }

  /// `[element for variable in source if condition]`.
  ///
  /// A call that is interrupted or goes wrong but gives a whole value ends the list with that value.
  func list(_ comprehension: Comprehension, in scope: Scope) throws -> Value {
    let source = try evaluate(comprehension.source, in: scope)
    var items: [Value] = []
    func add(_ value: Value) throws -> Bool {
      if context.interruption != nil || context.failure != nil { return false }
      try context.checkInterrupt()
      let inner = scope.binding(comprehension.variable.name, to: value)
      if let condition = comprehension.condition {
        guard try truth(of: condition, in: inner) else { return true }
      }
      guard items.count < Self.listLimit else {
        throw Diagnostic.tooManyItems(limit: Self.listLimit, at: comprehension.source.span)
      }
      items.append(try evaluate(comprehension.element, in: inner))
      return true
    }
    switch source {
    case .range(let range):
      for number in range { if try !add(.number(Double(number))) { break } }
    case .list(let values):
      for value in values { if try !add(value) { break } }
    case .object(let object as any IndexedValue) where object.itemCount != nil:
      for index in 0..<(object.itemCount ?? 0) { if try !add(object.item(at: index)) { break } }
    default:
      throw Diagnostic.notIterable(source.kind, at: comprehension.source.span)
    }
    return .list(items)
  }

  /// `value[index]`.
  func item(
    at index: Expression, of owner: Expression, at span: SourceSpan, in scope: Scope
  ) throws -> Value {
    let value = try evaluate(owner, in: scope)
    let key = try evaluate(index, in: scope)
    switch (value, key) {
    case (.list(let items), .number(let number)):
      let position = try position(number, count: items.count, at: index.span, of: "list")
      return items[position]
    case (.list(let items), .range(let range)):
      let bounds = try bounds(range, count: items.count, at: index.span, of: "list")
      return .list(Array(items[bounds]))
    case (.text(let text), .number(let number)):
      let letters = Array(text)
      return .text(
        String(letters[try position(number, count: letters.count, at: index.span, of: "text")]))
    case (.text(let text), .range(let range)):
      let letters = Array(text)
      return .text(
        String(letters[try bounds(range, count: letters.count, at: index.span, of: "text")]))
    case (.record(let record), .text(let label)):
      guard let found = record[label] else {
        throw Diagnostic.unknownMember(
          label, of: owner.sourceText, .record, known: record.entries.map(\.label), at: index.span)
      }
      return found
    case (.object(let object), _):
      return stamped(try item(key, of: object, owner: owner, index: index), span)
    default:
      throw Diagnostic.notIndexable(
        value, owner.sourceText, by: key, owner: owner.span, index: index.span)
    }
  }

  func position(
    _ number: Double, count: Int, at span: SourceSpan, of what: String
  ) throws -> Int {
    guard let whole = Int(exactly: number), whole < count, whole >= -count else {
      throw Diagnostic.indexOutOfRange(number.sourceText, count: count, of: what, at: span)
    }
    return whole < 0 ? whole + count : whole
  }

  func bounds(
    _ range: ClosedRange<Int>, count: Int, at span: SourceSpan, of what: String
  ) throws -> ClosedRange<Int> {
    guard range.lowerBound >= 0, range.upperBound < count else {
      let text = "\(range.lowerBound)...\(range.upperBound)"
      throw Diagnostic.indexOutOfRange(text, count: count, of: what, at: span)
    }
    return range
  }
}
