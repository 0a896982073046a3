extension Expression {
  /// The expression in the canonical spelling, on one line; reading it gives the same expression.
  package var sourceText: String {
    ""
  }
}
