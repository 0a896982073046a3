package import TandemCatalog

extension Expression {
  /// The value of an expression made of literals alone, or `nil`.
  package var constant: Value? {
    nil
  }
}
