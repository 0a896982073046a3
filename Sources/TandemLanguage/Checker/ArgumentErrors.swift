package import TandemCatalog
package import TandemDiagnostics

extension Diagnostic {
  /// Arguments that do not fit a function, at the places where they were written.
  ///
  /// The checker and the interpreter both use it. `place` is the whole call or the bare name.
  package static func argument(
    _ error: ArgumentError, of method: MethodDescriptor, in call: Call?, at place: SourceSpan
  ) -> Self {
    Self("argument", "'\(method.name)' does not take these arguments", at: place)
  }
}
