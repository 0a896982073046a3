/// The sizes of a tensor's dimensions, outermost first; a number has the empty shape `[]`.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  public var sizes: [Int]

  /// Creates a shape from its sizes, none of which is negative.
  public init(_ sizes: [Int]) {
    precondition(sizes.allSatisfy { $0 >= 0 }, "a shape has no negative size: \(sizes)")
    self.sizes = sizes
  }

  public init(arrayLiteral elements: Int...) {
    self.init(elements)
  }

  public var rank: Int { sizes.count }

  /// How many numbers a tensor of this shape holds.
  public var count: Int { sizes.reduce(1, *) }

  /// The size of a dimension; negative indices count from the last.
  public subscript(dimension: Int) -> Int {
    sizes[dimension < 0 ? rank + dimension : dimension]
  }

  public var description: String {
    "[" + sizes.map(String.init).joined(separator: ", ") + "]"
  }
}

/// Shapes that do not fit an operation.
public struct ShapeError: Error, Equatable, Sendable {
  /// The operation's name in the language, as 'dense' or 'matmul'.
  public var operation: String
  /// What it needs, in words: "rows shaped [channels, height, width]".
  public var expected: String
  public var actual: [Shape]

  /// Creates the error.
  public init(operation: String, expected: String, actual: [Shape]) {
    self.operation = operation
    self.expected = expected
    self.actual = actual
  }
}
