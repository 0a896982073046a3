import TandemTensors

/// How rows are dealt out to the parts of a split.
struct SplitPlan {
  /// The shares of training, validation and test, and of the rows that are in no part.
  private let fractions: [Double]
  private let seed: Int

  /// Creates a plan.
  /// - Parameters:
  ///   - train: The share of the training rows, as the others from 0 to 1.
  ///   - validation: The share of the validation rows.
  ///   - test: The share of the test rows.
  ///   - seed: What the shuffling draws from.
  /// - Throws: `DataError.fractionsTooLarge` where they add up to more than 1.
  init(train: Double, validation: Double, test: Double, seed: Int) throws {
    let rest = 1 - (train + validation + test)
    guard rest > -1e-9 else {
      throw DataError.fractionsTooLarge(train: train, validation: validation, test: test)
    }
    fractions = [train, validation, test, max(rest, 0)]
    self.seed = seed
  }

  /// Deals out the rows: in each stratum every part gets its share, to within one row.
  ///
  /// What rounding took from a part in one stratum is its claim in the next, so that the parts' sizes
  /// come out right as a whole too.
  /// - Parameters:
  ///   - strata: Row numbers, each in one stratum.
  ///   - rowCount: How many there are in all.
  /// - Returns: The parts, each in ascending order.
  /// - Throws: `DataError.emptyPart` where a part whose share is not 0 has no row.
  func deal(_ strata: [[Int]], rowCount: Int) throws -> Split {
    var generator = Generator(seed: UInt64(bitPattern: Int64(seed)), stream: "split")
    var parts = Array(repeating: [Int](), count: fractions.count)
    var claims = Array(repeating: 0.0, count: fractions.count)
    for stratum in strata {
      let rows = stratum.shuffledPortably(using: &generator)
      var next = 0
      for (part, count) in counts(of: rows.count, claims: &claims).enumerated() {
        parts[part] += rows[next..<next + count]
        next += count
      }
    }
    for (part, name) in ["train", "validation", "test"].enumerated()
    where parts[part].isEmpty && fractions[part] > 0 {
      // A share below one row is still a part: it takes a row that is in none, or from the largest.
      let largest = (0..<3).max { parts[$0].count < parts[$1].count } ?? 0
      let donor = parts[3].isEmpty ? largest : 3
      guard donor == 3 || parts[donor].count > 1, let row = parts[donor].popLast() else {
        throw DataError.emptyPart(part: name, rowCount: rowCount)
      }
      parts[part] = [row]
    }
    return Split(train: parts[0].sorted(), validation: parts[1].sorted(), test: parts[2].sorted())
  }

  /// How many of a stratum's rows each part gets: the whole rows of its share, and one more for
  /// those with the largest claims until none is left.
  private func counts(of rowCount: Int, claims: inout [Double]) -> [Int] {
    let shares = fractions.map { Double(rowCount) * $0 }
    // 0.15 · 20 is 2.9999…: what is whole but for rounding counts as whole.
    var counts = shares.map { Int(($0 + 1e-9).rounded(.down)) }
    let remainders = zip(shares, counts).map { max($0 - Double($1), 0) }
    for part in claims.indices { claims[part] += remainders[part] }
    let byClaim = claims.indices.sorted {
      claims[$0] == claims[$1] ? $0 < $1 : claims[$0] > claims[$1]
    }
    var left = rowCount - counts.reduce(0, +)
    for part in byClaim where left > 0 && remainders[part] > 1e-9 {
      counts[part] += 1
      claims[part] -= 1
      left -= 1
    }
    return counts
  }
}
