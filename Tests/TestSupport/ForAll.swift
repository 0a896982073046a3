package import Testing

/// Tries a property on many random cases; where it fails, the seed of the case is printed.
///
/// Write what must hold with `try #require`: the first case that fails ends the loop. Run that case
/// alone with `only:` and the seed.
/// - Parameters:
///   - count: How many cases.
///   - seed: Where the seeds of the cases begin; the same in every run.
///   - only: The seed of a single case to look at.
///   - sourceLocation: Where a failure is shown.
///   - property: Draws a case from the source and checks it.
package func forAll(
  count: Int = 100, seed: UInt64 = 1, only: UInt64? = nil,
  sourceLocation: SourceLocation = #_sourceLocation,
  _ property: (inout RandomSource) throws -> Void
) {
  let seeds = only.map { [$0] } ?? (0..<UInt64(max(count, 0))).map { seed &+ $0 }
  for seed in seeds {
    var source = RandomSource(seed: seed)
    do {
      try property(&source)
    } catch {
      Issue.record("the case of seed \(seed) fails: \(error)", sourceLocation: sourceLocation)
      return
    }
  }
}

/// Random numbers, words and choices for test cases; the same seed gives the same on every machine.
package struct RandomSource: RandomNumberGenerator {
  private var state: UInt64

  /// Creates a source; near seeds give unlike numbers.
  package init(seed: UInt64) {
    state = seed &* 0xD120_0000_0000_0A35 ^ 0x5851_F42D_4C95_7F2D
    for _ in 0..<4 { _ = next() }
  }

  // SplitMix64.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A whole number from a range.
  package mutating func whole(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &self)
  }

  /// A number from a range.
  package mutating func number(_ range: ClosedRange<Double>) -> Double {
    Double.random(in: range, using: &self)
  }

  /// True in one of so many cases.
  package mutating func oneIn(_ count: Int) -> Bool { whole(1...count) == 1 }

  /// One of some values.
  package mutating func element<Element>(of values: [Element]) -> Element {
    values[whole(0...values.count - 1)]
  }

  /// A list of drawn values whose length lies in a range.
  package mutating func list<Element>(
    _ count: ClosedRange<Int>, _ draw: (inout Self) throws -> Element
  ) rethrows -> [Element] {
    let length = whole(count)
    var values: [Element] = []
    for _ in 0..<length { values.append(try draw(&self)) }
    return values
  }
}
