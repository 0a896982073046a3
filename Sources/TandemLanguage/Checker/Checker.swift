package import TandemCatalog
package import TandemDiagnostics

/// Checks a whole cell before its first statement runs.
///
/// Where something is not known before the cell runs, the checker is silent and running finds it.
package struct Checker {
  private let catalog: Catalog
  private let names: SessionNames

  package init(catalog: Catalog, names: SessionNames) {
    self.catalog = catalog
    self.names = names
  }

  /// All errors that can be found in a cell, those of its syntax included, in order of place.
  package func check(_ cell: ParsedCell) -> [Diagnostic] {
    var check = CellCheck(catalog: catalog, names: names)
    check.visit(cell)
    let errors = cell.diagnostics + check.diagnostics
    let sorted = errors.enumerated().sorted { left, right in
      let places = (left.element.span?.lower ?? 0, right.element.span?.lower ?? 0)
      return places.0 == places.1 ? left.offset < right.offset : places.0 < places.1
    }
    return sorted.prefix(Parser.maximumErrorCount).map(\.element)
  }

  /// What the session's names stand for after a cell, as far as it is known before it runs.
  package func names(after cell: ParsedCell) -> SessionNames {
    var check = CellCheck(catalog: catalog, names: names)
    check.visit(cell)
    return check.names
  }

  /// What is known of an expression's value before it is computed.
  package func facts(of expression: Expression) -> ValueFacts {
    var check = CellCheck(catalog: catalog, names: names)
    return check.visit(expression)
  }

  /// Whether an expression where a weighting is asked for is a formula, not a value to evaluate.
  ///
  /// `parameters` are those of the weighting that it defines, `[]` elsewhere.
  package func isFormula(_ expression: Expression, parameters: Set<String> = []) -> Bool {
    var check = CellCheck(catalog: catalog, names: names)
    for parameter in parameters { check.locals[parameter] = .unknown }
    return check.isFormula(expression)
  }
}

/// One walk over a cell: it finds errors, and what each expression is.
///
/// After an error the facts of the expression are unknown, so that no error makes another.
struct CellCheck {
  let catalog: Catalog
  var names: SessionNames
  /// Parameters and variables of comprehensions; they hide the session's names.
  var locals: [String: ValueFacts] = [:]
  var diagnostics: [Diagnostic] = []
  /// Where names are declared that no statement before has declared.
  var laterDeclarations: [String: SourceSpan] = [:]
  /// Names whose declarations could not be read whole; whatever is done with them may be right.
  private(set) var halfReadNames: Set<String> = []
  /// Whether a declaration lacks its name: a name that is unknown may be that.
  private(set) var hasNamelessDeclaration = false
  /// Where the cell could not be read: what seems to be missing there may have been written.
  private var unreadPlaces: [SourceSpan] = []
  private var source: SourceText?
  /// A name that is unknown in ten places is one error.
  var reportedNames: Set<String> = []

  init(catalog: Catalog, names: SessionNames) {
    self.catalog = catalog
    self.names = names
  }

  mutating func visit(_ cell: ParsedCell) {
    source = cell.source
    unreadPlaces = cell.diagnostics.compactMap(\.span)
    for case .declaration(let declaration) in cell.statements {
      laterDeclarations[declaration.name.name] = declaration.name.span
    }
    for (index, statement) in cell.statements.enumerated() {
      let errorCount = diagnostics.count
      visit(statement)
      let end = index + 1 < cell.statements.count ? cell.statements[index + 1].span.lower : .max
      if unreadPlaces.contains(where: { statement.span.lower..<end ~= $0.lower }) {
        keepMisspellings(since: errorCount)
        if case .declaration(let declaration) = statement { forget(declaration) }
      }
    }
  }

  /// Where a statement could not be read whole, it is half guessed: only what is wrong by itself is
  /// told, a name that is clearly misspelt.
  private mutating func keepMisspellings(since errorCount: Int) {
    let kept = diagnostics[errorCount...].filter { error in
      guard let span = error.span, !error.fixIts.isEmpty else { return false }
      return error.id.hasPrefix("unknown-") && error.id != "unknown-label" && !isUnread(span)
    }
    diagnostics.replaceSubrange(errorCount..., with: kept)
  }

  /// Of a declaration that could not be read whole only the name and the kind are known.
  private mutating func forget(_ declaration: Declaration) {
    guard !declaration.name.name.isEmpty else { return hasNamelessDeclaration = true }
    halfReadNames.insert(declaration.name.name)
    names.values[declaration.name.name] = ValueFacts(declaration.kind.valueKind)
  }

  mutating func report(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
  }

  /// Whether something that could not be read stands in a place, or follows it at once.
  func isUnread(_ place: SourceSpan) -> Bool {
    unreadPlaces.contains { unread in
      if unread.lower >= place.lower, unread.lower < place.upper { return true }
      guard unread.lower >= place.upper, let source else { return false }
      return source.text(in: place.upper..<unread.lower).allSatisfy(\.isWhitespace)
    }
  }

  /// What an expression is, without telling its errors.
  func quietFacts(of expression: Expression) -> ValueFacts {
    var copy = self
    return copy.visit(expression)
  }

  /// The function of a name; those that cells declared stand before the catalog's.
  func function(_ name: String) -> MethodDescriptor? {
    names.functions[name] ?? catalog.functions[name]
  }

  /// The value of a name, if it has one.
  func value(_ name: String) -> ValueFacts? {
    locals[name] ?? names.values[name]
  }
}
