import TandemCatalog
import TandemDiagnostics

// What the parser reports.
extension Diagnostic {
  static func expected(_ expected: String, found: String, at span: SourceSpan, help: String?)
    -> Self
  {
    var error = Self("syntax", "expected \(expected), found \(found)", at: span)
    error.help = help.map { [$0] } ?? []
    return error
  }

  /// The cell stops where something must follow.
  static func unexpectedEnd(expected: String, at span: SourceSpan) -> Self {
    Self("unfinished", "expected \(expected), found the end of the cell", at: span)
  }

  static func neverClosed(_ bracket: String, at span: SourceSpan) -> Self {
    Self("never-closed", "'\(bracket)' is never closed", at: span)
  }

  static func closesNothing(_ bracket: String, at span: SourceSpan) -> Self {
    Self("closes-nothing", "'\(bracket)' closes nothing", at: span)
  }

  static func wrongCloser(
    _ closer: Token.Sign, at span: SourceSpan, opener: Token, openedAt: SourceSpan
  ) -> Self {
    let opening = opener.sign?.rawValue ?? ""
    let wanted = opener.sign?.closer?.rawValue ?? ""
    var error = Self(
      "wrong-closer", "'\(opening)' is closed by '\(closer.rawValue)'", at: span)
    error.label = "expected '\(wanted)'"
    error.related = [Related(openedAt, "opened here")]
    error.fixIts = [FixIt(span, wanted)]
    return error
  }

  static func tooDeep(limit: Int, at span: SourceSpan) -> Self {
    var error = Self("too-deep", "the expression is too long or nested too deeply", at: span)
    error.label = "the limit is \(limit) parts"
    error.help = ["name some of the parts with 'let'"]
    return error
  }

  static func unknownDeclarationKind(_ word: String, at span: SourceSpan, kinds: [String]) -> Self {
    var error = Self("unknown-declaration", "'\(word)' does not begin a declaration", at: span)
    error.suggest(kinds, for: word, else: "a declaration begins with \(kinds.phrase("or"))")
    return error
  }

  static func missingDeclarationKind(of name: String, at span: SourceSpan) -> Self {
    var error = Self("missing-kind", "the declaration of '\(name)' lacks its kind", at: span)
    let kinds = DeclarationKind.allCases.map(\.rawValue)
    error.help = ["begin it with \(kinds.phrase("or")): 'let \(name) = …'"]
    return error
  }

  static func reservedName(_ word: String, at span: SourceSpan) -> Self {
    var error = Self("reserved-name", "'\(word)' is reserved and cannot be a name", at: span)
    error.help = ["'\(word)_' can"]
    return error
  }

  static func parametersNotAllowed(for kind: DeclarationKind, at span: SourceSpan) -> Self {
    let kind = ValueKind(rawValue: kind.rawValue)?.phrase ?? kind.rawValue
    var error = Self("no-parameters", "\(kind) has no parameters", at: span)
    error.help = ["only 'weighting' and 'let' declarations have parameters"]
    return error
  }

  static func emptyParameters(at span: SourceSpan) -> Self {
    var error = Self("no-parameters", "the parameters are missing", at: span)
    error.help = ["leave the brackets out where there are none"]
    return error
  }

  static func parameterNeedsAssign(_ name: String, at span: SourceSpan) -> Self {
    var error = Self("parameter-default", "a parameter's default follows '='", at: span)
    error.label = "write '='"
    error.fixIts = [FixIt(span, " =")]
    return error
  }

  static func parameterNeedsDefault(_ name: String, at span: SourceSpan) -> Self {
    var error = Self("parameter-default", "parameter '\(name)' needs a default", at: span)
    error.help = ["write '\(name) = 1'"]
    return error
  }

  static func labelNeedsColon(_ label: String, at span: SourceSpan) -> Self {
    var error = Self("label-colon", "a label is followed by ':'", at: span)
    error.label = "write '\(label):'"
    return error
  }

  /// An item's label that is neither a word nor a text, as in `[heads.ink: 0.5]`.
  static func labelNeedsQuotes(_ label: String, at span: SourceSpan) -> Self {
    var error = Self("label-quotes", "a label that is no word stands in double quotes", at: span)
    let replacement = label.quotedSourceText
    error.label = "write \(replacement)"
    error.fixIts = [FixIt(span, replacement)]
    return error
  }

  static func oneSubscript(at span: SourceSpan) -> Self {
    var error = Self("one-subscript", "'[…]' after a value takes one value", at: span)
    error.help = ["rows are data[0...9], columns data.select([a, b])"]
    return error
  }

  static func bracketsHoldOne(at span: SourceSpan) -> Self {
    var error = Self("one-value", "round brackets hold one value", at: span)
    error.help = ["a list stands in square brackets: [1, 2]"]
    return error
  }

  static func conditionalNeedsElse(at span: SourceSpan) -> Self {
    var error = Self("missing-else", "'if' needs an 'else'", at: span)
    error.help = ["a condition gives one of two values: a if b else c"]
    return error
  }

  static func notChainable(_ sign: BinaryOperator, at span: SourceSpan, first: SourceSpan) -> Self {
    let what = sign == .range ? "ranges" : "comparisons"
    var error = Self("not-chainable", "\(what) do not chain", at: span)
    error.related = [Related(first, "the first is here")]
    error.help = sign == .range ? [] : ["join them with 'and': a < b and b < c"]
    return error
  }

  static func mixedItems(isRecord: Bool, at span: SourceSpan, first: SourceSpan) -> Self {
    var error = Self("mixed-items", "either all items have labels, or none has", at: span)
    error.label = isRecord ? "this has no label" : "this has a label"
    error.related = [Related(first, isRecord ? "this has one" : "this has none")]
    return error
  }

  static func comprehensionIsWhole(at span: SourceSpan) -> Self {
    Self("one-value", "a list made by 'for' has no other items", at: span)
  }

  static func labelWithoutBlock(_ label: String, at span: SourceSpan) -> Self {
    var error = Self(
      "label-without-block", "'\(label):' stands in no brackets and no block", at: span)
    error.help = ["a block opens at the end of a line: 'hard {'"]
    return error
  }

  static func misplacedQuestion(at span: SourceSpan) -> Self {
    var error = Self("misplaced-question", "'?' follows a name that is alone on its line", at: span)
    error.help = ["'help(…)' shows the page of any value"]
    return error
  }

  static func misplacedAssign(at span: SourceSpan) -> Self {
    var error = Self("misplaced-assign", "'=' stands only in a declaration", at: span)
    error.help = ["a name is declared by 'let name = …'; values are compared by '=='"]
    return error
  }
}
