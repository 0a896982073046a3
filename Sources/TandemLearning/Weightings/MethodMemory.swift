/// What a method remembers between steps, in a form that a file can hold.
public struct MethodMemory: Codable, Sendable, Equatable {
  public var vectors: [String: [Double]]

  /// Creates a memory; an empty one has nothing to remember.
  public init(_ vectors: [String: [Double]] = [:]) {
    self.vectors = vectors
  }
}
