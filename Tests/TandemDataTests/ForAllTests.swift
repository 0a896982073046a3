import Synchronization
import TestSupport
import Testing

@Suite struct ForAllTests {
  @Test("a property that fails names the seed of its case, and that seed alone shows it again")
  func seed() throws {
    let log = SeedLog()
    func property(_ source: inout RandomSource) throws {
      struct TooLarge: Error {}
      if source.whole(0...99) == 99 { throw TooLarge() }
    }
    withKnownIssue {
      forAll(count: 2000, property)
    } matching: {
      log.note($0)
    }
    let seed = try #require(log.seeds.first)
    withKnownIssue {
      forAll(only: seed, property)
    } matching: {
      log.note($0)
    }
    #expect(log.seeds == [seed, seed])
    forAll(count: Int(seed) - 1, property)
  }

  @Test("draws stay within their ranges and follow from the seed")
  func draws() {
    forAll { source in
      var again = source
      let numbers = source.list(3...9) { $0.number(-2...5) }
      try #require((3...9).contains(numbers.count) && numbers.allSatisfy { (-2...5).contains($0) })
      try #require(again.list(3...9) { $0.number(-2...5) } == numbers)
    }
  }
}

/// The seeds that issues speak of.
private final class SeedLog: Sendable {
  private let noted = Mutex<[UInt64]>([])

  var seeds: [UInt64] { noted.withLock { $0 } }

  /// Whether the issue speaks of a seed.
  func note(_ issue: Issue) -> Bool {
    let words = issue.comments.map(\.rawValue).joined().split(separator: " ")
    guard let place = words.firstIndex(of: "seed"), let seed = UInt64(words[place + 1]) else {
      return false
    }
    noted.withLock { $0.append(seed) }
    return true
  }
}
