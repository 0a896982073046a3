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
    cell.diagnostics
  }

  /// Whether an expression where a weighting is asked for is a formula, not a value to evaluate.
  ///
  /// `parameters` are those of the weighting that it defines, `[]` elsewhere.
  package func isFormula(_ expression: Expression, parameters: Set<String> = []) -> Bool {
    false
  }
}
