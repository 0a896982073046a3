package import TandemCatalog
package import TandemDiagnostics

// Names that mean nothing where they stand.
extension Diagnostic {
  /// A name that nothing has; `known` are those that might stand here.
  package static func unknownName(
    _ name: String, isCalled: Bool, at span: SourceSpan, known: [String]
  ) -> Self {
    let what = isCalled ? "function" : "name"
    var error = Self("unknown-name", "unknown \(what) '\(name)'", at: span)
    if FormulaSignals.isSignal(name), !isCalled {
      error.help = ["'\(name)' has a meaning only in a weighting's formula"]
    } else if FormulaSignals.isFunction(name), isCalled {
      error.help = ["'\(name)' has a meaning only in a weighting's formula"]
    } else if name == "last" {
      error.label = "no cell has had a value yet"
    } else {
      error.suggest(
        known, for: name,
        else: "'methods(layer)', 'methods(weighting)' and so on list what there is")
    }
    return error
  }

  /// A name used as a kind of value that is none: `known` are those that are.
  package static func unknownName(
    _ name: String, of kind: ValueKind, at span: SourceSpan, known: [String]
  ) -> Self {
    var error = Self("unknown-\(kind.rawValue)", "'\(name)' is not \(kind.phrase)", at: span)
    let list =
      known.count > 12
      ? "'methods(\(kind.rawValue))' lists what there is"
      : "there \(known.count == 1 ? "is" : "are") \(known.phrase("and"))"
    error.suggest(known, for: name, else: list)
    return error
  }

  /// A name that is used before its declaration ends: above it, or in it.
  static func declaredLater(_ name: String, at span: SourceSpan, declaration: SourceSpan) -> Self {
    if declaration.lower < span.lower {
      var error = Self("declared-later", "'\(name)' is used in its own declaration", at: span)
      error.related = [Related(declaration, "declared here")]
      return error
    }
    var error = Self("declared-later", "'\(name)' is not declared yet", at: span)
    error.related = [Related(declaration, "declared here, after its use")]
    return error
  }

  /// A value that is called.
  package static func notAFunction(_ name: String, _ kind: ValueKind?, at span: SourceSpan) -> Self
  {
    let what = kind.map { "is \($0.phrase), not a function" } ?? "is not a function"
    return Self("not-a-function", "'\(name)' \(what)", at: span)
  }

  package static func notCallable(at span: SourceSpan) -> Self {
    var error = Self("not-a-function", "only a function can be called", at: span)
    error.help = ["a product needs its sign: a * (b)"]
    return error
  }

  /// Data has no such column; `methods` might have been meant too.
  package static func unknownColumn(
    _ name: String, of data: String, columns: [String], methods: [String] = [],
    at span: SourceSpan
  ) -> Self {
    var error = Self("unknown-column", "'\(data)' has no column '\(name)'", at: span)
    error.suggest(columns + methods, for: name, else: "its columns are \(columns.phrase("and"))")
    return error
  }

  /// A value has no such part, or no such method.
  package static func unknownMember(
    _ name: String, of text: String, _ kind: ValueKind, known: [String], at span: SourceSpan
  ) -> Self {
    let owner = text.count > 40 ? kind.phrase : "'\(text)'"
    var error = Self("unknown-part", "\(owner) has no '\(name)'", at: span)
    let none = "nothing stands after the '.' of \(kind.phrase)"
    error.suggest(
      known, for: name, else: known.isEmpty ? none : "\(kind.phrase) has \(known.phrase("and"))")
    return error
  }

  static func partIsNoFunction(_ name: String, at span: SourceSpan, text: String) -> Self {
    var error = Self("not-a-function", "'\(name)' is a part, not a function", at: span)
    error.help = ["write '\(text).\(name)' without brackets"]
    return error
  }

  static func labelTwice(_ label: String, at span: SourceSpan, first: SourceSpan) -> Self {
    var error = Self("label-twice", "'\(label)' is given twice", at: span)
    error.related = [Related(first, "given here first")]
    return error
  }

  static func parameterTwice(_ name: String, at span: SourceSpan, first: SourceSpan) -> Self {
    var error = Self("parameter-twice", "parameter '\(name)' is declared twice", at: span)
    error.related = [Related(first, "declared here first")]
    return error
  }
}
