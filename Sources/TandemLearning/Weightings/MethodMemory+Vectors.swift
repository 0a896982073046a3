extension MethodMemory {
  /// A vector that a method remembers, or a fresh one.
  /// - Parameters:
  ///   - name: What the method files it under.
  ///   - count: How many numbers it needs; a vector of another length counts as none.
  ///   - initial: Each number of a fresh one.
  /// - Returns: A vector of `count` numbers.
  func vector(_ name: String, count: Int, initially initial: Double) -> [Double] {
    guard let vector = vectors[name], vector.count == count else {
      return Array(repeating: initial, count: count)
    }
    return vector
  }
}
