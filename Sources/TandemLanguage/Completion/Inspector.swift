package import TandemCatalog
import TandemDiagnostics

/// What a cursor points at, for a help page.
package enum InspectedName: Sendable {
  /// A function, or a method of a kind of value.
  case function(MethodDescriptor)
  /// A label of a call: the function and its argument.
  case argument(MethodDescriptor, ArgumentDescriptor)
  /// A value of the session.
  case value(String)
  /// A part of a value of the session, as `digits.label`.
  case part(Expression)
  /// A part of a kind of value, as `loss` of a run.
  case member(MemberDescriptor)
  /// A word that begins a declaration.
  case keyword(DeclarationKind)
  /// A signal of a weighting's formula.
  case signal(String)
}

/// Finds what stands at a cursor.
package struct Inspector {
  private let catalog: Catalog
  private let names: SessionNames
  private let parts: PartReader

  /// Creates an inspector; `parts` knows more of the session's values than `names` tells.
  package init(
    catalog: Catalog, names: SessionNames, parts: @escaping PartReader = { _ in nil }
  ) {
    self.catalog = catalog
    self.names = names
    self.parts = parts
  }

  /// What stands at the cursor (in Unicode scalars), or else the function whose call is around it.
  package func target(in code: String, cursor: Int) -> InspectedName? {
    let scan = CursorScan(code, cursor: endOfWord(in: code, at: cursor))
    guard scan.ending == .code else { return nil }
    let context = CursorContext(scan, catalog: catalog, names: names, parts: parts)
    if !scan.word.isEmpty, let named = target(context) { return named }
    return scan.opener(before: scan.tokens.count).flatMap(context.callee).map(
      InspectedName.function)
  }

  /// A cursor in the middle of a word means the whole word.
  private func endOfWord(in code: String, at cursor: Int) -> Int {
    let scalars = code.unicodeScalars
    let clamped = min(max(cursor, 0), scalars.count)
    let index = scalars.index(scalars.startIndex, offsetBy: clamped)
    return clamped + scalars[index...].prefix { $0.continuesName }.count
  }

  private func target(_ context: CursorContext) -> InspectedName? {
    let scan = context.scan
    let next = nextCharacter(scan)
    if scan.last?.sign == .dot, scan.tokens.count >= 2 { return part(context) }
    if next == ":", let target = argument(context) { return target }
    if let kind = DeclarationKind(rawValue: scan.word), scan.startsLine, next?.startsName == true {
      return .keyword(kind)
    }
    if next == "(" || next == "{", let function = context.function(scan.word) {
      return .function(function)
    }
    if context.names.values[scan.word] != nil { return .value(scan.word) }
    if let function = context.function(scan.word) { return .function(function) }
    if FormulaSignals.isSignal(scan.word) { return .signal(scan.word) }
    return DeclarationKind(rawValue: scan.word).map(InspectedName.keyword)
  }

  private func part(_ context: CursorContext) -> InspectedName? {
    let scan = context.scan
    if let kind = context.facts(ofValueEndingAt: scan.tokens.count - 2).kind {
      if let member = catalog.member(scan.word, of: kind) { return .member(member) }
      if let method = catalog.method(scan.word, of: kind) { return .function(method) }
    }
    guard let path = context.path, parts(path) != nil else { return nil }
    return .part(path)
  }

  private func argument(_ context: CursorContext) -> InspectedName? {
    guard let method = context.slot().method,
      let argument = method.arguments.first(where: { $0.name == context.scan.word })
    else { return nil }
    return .argument(method, argument)
  }

  /// The first character behind the word that is no space.
  private func nextCharacter(_ scan: CursorScan) -> Unicode.Scalar? {
    let end = scan.source.text.utf8.count
    let rest = scan.source.text(in: scan.wordRange.upperBound..<end)
    return rest.unicodeScalars.first { $0 != " " }
  }
}
