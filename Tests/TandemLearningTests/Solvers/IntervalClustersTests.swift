import TandemTensors
import Testing

@testable import TandemLearning

/// K-means in one dimension against all ways to cut.
@Suite struct IntervalClustersTests {
  /// The least sum of squares over all assignments of few numbers to at most `count` clusters.
  private func leastSum(_ numbers: [Double], _ count: Int) -> Double {
    var best = Double.infinity
    var labels = numbers.map { _ in 0 }
    while true {
      best = min(best, sum(numbers, labels: labels, count: count))
      guard let place = labels.firstIndex(where: { $0 < count - 1 }) else { return best }
      labels[place] += 1
      for lower in 0..<place { labels[lower] = 0 }
    }
  }

  private func sum(_ numbers: [Double], labels: [Int], count: Int) -> Double {
    (0..<count).reduce(0) { total, label in
      let members = zip(numbers, labels).filter { $0.1 == label }.map(\.0)
      guard !members.isEmpty else { return total }
      let mean = members.reduce(0, +) / Double(members.count)
      return total + members.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
  }

  @Test(arguments: [1, 2, 3, 4]) func `no other clusters have a smaller sum`(count: Int) {
    var generator = Generator(seed: 41)
    for _ in 0..<20 {
      let numbers = (0..<6).map { _ in Double(generator.nextUniform()) }
      let means = IntervalClusters.means(of: numbers, clusterCount: count)
      let got = zip(numbers, means).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let wanted = leastSum(numbers, count)
      #expect((got - wanted).magnitude <= 1e-12 * max(wanted, 1))
      #expect(Set(means).count == count)
    }
  }

  @Test func `near numbers make a cluster, wherever they stand`() {
    let numbers = [10.0, 1, 11, 2, 12, 3]
    #expect(IntervalClusters.means(of: numbers, clusterCount: 2) == [11, 2, 11, 2, 11, 2])
  }

  @Test func `a cluster a number, or none to cluster`() {
    #expect(IntervalClusters.means(of: [3, 1], clusterCount: 2) == [3, 1])
    #expect(IntervalClusters.means(of: [3, 1], clusterCount: 5) == [3, 1])
    #expect(IntervalClusters.means(of: [], clusterCount: 1) == [])
    #expect(IntervalClusters.means(of: [4, 4, 4], clusterCount: 2) == [4, 4, 4])
  }
}
