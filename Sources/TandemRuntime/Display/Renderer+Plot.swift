package import TandemCatalog

/// What `plot` cannot draw; values only, the builtin finds the words.
package enum PlotError: Error, Equatable {
  /// A value that is no list of numbers, column, curves or anything else that has a picture.
  case notDrawable(argument: String, kind: ValueKind)
  /// `plot(x, y)` with lists or columns of two lengths.
  case unequalLengths(x: Int, y: Int)
}

extension Renderer {
  /// What `plot(…)` gives.
  /// - Parameters:
  ///   - x: Curves, numbers, a column, or a value that has a picture of its own.
  ///   - y: Numbers or a column over `x`, or `nil`.
  ///   - kind: `lines`, `points`, `bars` or `heat`; `nil` for what suits the value.
  ///   - log: The axes with powers of ten at equal distances: `x`, `y`.
  ///   - title: The headline; `nil` for one made from the value.
  /// - Returns: A `FigureValue`.
  /// - Throws: `PlotError`.
  package func plot(
    x: Value, y: Value?, kind: String?, log: [String], title: String?
  ) throws(PlotError) -> Value {
    throw .notDrawable(argument: "x", kind: x.kind)
  }
}
