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

extension MethodMemory {
  /// Takes a vector of numbers out, which can then be changed in place, or a fresh one of zeros.
  mutating func take(_ name: String, count: Int) -> [Double] {
    guard let vector = vectors.removeValue(forKey: name), vector.count == count else {
      return Array(repeating: 0, count: count)
    }
    return vector
  }

  /// Counts a step, and gives its number from 1.
  mutating func nextStep() -> Double {
    let count = vector("step", count: 1, initially: 0)[0] + 1
    vectors["step"] = [count]
    return count
  }
}
