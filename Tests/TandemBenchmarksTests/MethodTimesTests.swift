import FoundationEssentials
import TandemCatalog
import TandemLearning
import Testing

@testable import TandemBenchmarks

/// `tandem bench methods`.
@Suite struct MethodTimesTests {
  private struct Line: Decodable {
    var method: String
    var us_median: Double
    var us_min: Double
    var us_median_uneven: Double
  }

  @Test("each method can be timed", arguments: Weightings.all.map(\.descriptor.name))
  func line(name: String) throws {
    let entry = try #require(Weightings.all.first { $0.descriptor.name == name })
    guard entry.descriptor.hasOnlyDefaults else {
      #expect(throws: UnknownMethod.self) { try MethodTimes(names: [name], seconds: 0) }
      return
    }
    let text = try MethodTimes(names: [name], seconds: 0).line(of: entry)
    let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
    #expect(line.method == name)
    #expect(line.us_min > 0 && line.us_min <= line.us_median && line.us_median_uneven > 0)
  }

  @Test func `gradients are of one size, or spread over four orders`() {
    for (spread, ratio) in [(0.0, 1.0...2.0), (4, 5e3...2e4)] {
      for input in MethodTimes.inputs(spread: spread) {
        let norms = input.signals.gradientNorms
        let (least, most) = (norms.min() ?? 0, norms.max() ?? 0)
        #expect(ratio.contains(most / least), "\(most / least)")
      }
    }
  }

  @Test func `a name that is none is told with those that are`() {
    #expect { try MethodTimes(names: ["mgad"], seconds: 0) } throws: {
      "\($0)".contains("'mgad' is not a method") && "\($0)".contains("mgda")
    }
  }
}
