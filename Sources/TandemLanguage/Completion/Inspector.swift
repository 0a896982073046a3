package import TandemCatalog

/// What a cursor points at, for a help page.
package enum InspectedName: Sendable {
  /// A function, or a method of a kind of value.
  case function(MethodDescriptor)
  /// A label of a call: the function and its argument.
  case argument(MethodDescriptor, ArgumentDescriptor)
  /// A value of the session.
  case value(String)
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

  package init(catalog: Catalog, names: SessionNames) {
    self.catalog = catalog
    self.names = names
  }

  /// What stands at the cursor (in Unicode scalars), or else the function whose call is around it.
  package func target(in code: String, cursor: Int) -> InspectedName? {
    nil
  }
}
