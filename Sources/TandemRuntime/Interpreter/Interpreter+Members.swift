import TandemCatalog
import TandemData
import TandemDiagnostics
import TandemLanguage
import TandemLearning

/// A value with parts that are named by what it holds: columns, tasks, curves.
protocol PartedValue: ValueObject {
  var partNames: [String] { get }

  func part(_ name: String) -> Value?
}

extension Dataset: PartedValue {
  var partNames: [String] { columnNames }

  func part(_ name: String) -> Value? { column(name).map { .object($0) } }
}

extension Evaluation: PartedValue {
  var partNames: [String] { scores.map(\.task) }

  func part(_ name: String) -> Value? {
    guard case .record(let record) = record else { return nil }
    return record[name]
  }
}

extension Curves: PartedValue {
  var partNames: [String] { series.map(\.name) }

  func part(_ name: String) -> Value? {
    self[name].map { .object(only($0, spelt: name)) }
  }

  private func only(_ series: Series, spelt name: String) -> Curves {
    let text =
      name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
      ? "\(sourceText).\(name)" : "\(sourceText)[\(name.quotedSourceText)]"
    return Curves(quantity: quantity, series: [series], sourceText: text)
  }
}

extension Interpreter {
  /// `owner.name`: a record's value, a part of a kind of value, or one that the value itself names.
  func member(
    _ name: Identifier, of owner: Expression, at span: SourceSpan, in scope: Scope
  ) throws -> Value {
    let value = try evaluate(owner, in: scope)
    if case .record(let record) = value {
      guard let found = record[name.name] else {
        throw Diagnostic.unknownMember(
          name.name, of: owner.sourceText, .record, known: record.entries.map(\.label),
          at: name.span)
      }
      return found
    }
    if let entry = library.member(name.name, of: value.kind) {
      do {
        return stamped(try entry.value(value), span)
      } catch {
        throw explained(error, at: span)
      }
    }
    if case .object(let object) = value, let part = (object as? any PartedValue)?.part(name.name) {
      return stamped(part, span)
    }
    if let method = library.method(name.name, of: value.kind) {
      guard method.descriptor.hasOnlyDefaults else {
        throw Diagnostic.needsBrackets(method.descriptor, at: name.span)
      }
      return try run(
        .method(method, of: value), with: [], at: span, nameSpan: name.span, in: scope)
    }
    throw noPart(name.name, of: value, owner, at: name.span)
  }

  private func noPart(_ name: String, of value: Value, _ owner: Expression, at span: SourceSpan)
    -> Diagnostic
  {
    var known = library.catalog.members(of: value.kind).map(\.name)
    known += library.catalog.methods(of: value.kind).map(\.name)
    guard case .object(let object) = value, let parted = object as? any PartedValue else {
      return .unknownMember(name, of: owner.sourceText, value.kind, known: known, at: span)
    }
    if let data = object as? Dataset {
      return .unknownColumn(name, of: owner.sourceText, columns: data.columnNames, at: span)
    }
    return .unknownMember(
      name, of: owner.sourceText, value.kind, known: parted.partNames + known, at: span)
  }

  /// `object[key]`: a column by any name, rows, a curve.
  func item(_ key: Value, of object: any ValueObject, owner: Expression, index: Expression) throws
    -> Value
  {
    if let parted = object as? any PartedValue, case .text(let name) = key {
      guard let part = parted.part(name) else {
        throw noPart(name, of: .object(object), owner, at: index.span)
      }
      return part
    }
    if let data = object as? Dataset {
      do {
        if let rows = try rows(key, of: data) { return rows }
      } catch {
        throw explained(error, at: index.span)
      }
    }
    if let found = try indexedItem(key, of: object, at: index.span) { return found }
    throw Diagnostic.notIndexable(
      .object(object), owner.sourceText, by: key, owner: owner.span, index: index.span)
  }

  /// A cell of a column, an epoch of a curve, a row of a prediction; `nil` where it has no such items.
  private func indexedItem(_ key: Value, of object: any ValueObject, at span: SourceSpan) throws
    -> Value?
  {
    guard let indexed = object as? any IndexedValue, let count = indexed.itemCount else {
      return nil
    }
    let what = object.kind == .curves ? "curve" : object.kind.rawValue
    switch key {
    case .number(let number):
      return indexed.item(at: try position(number, count: count, at: span, of: what))
    case .range(let range):
      let bounds = try bounds(range, count: count, at: span, of: what)
      return .list(bounds.map(indexed.item))
    default: return nil
    }
  }
}
