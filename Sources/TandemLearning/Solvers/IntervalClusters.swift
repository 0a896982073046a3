/// K-means of numbers, exactly: in one dimension the best clusters are runs of the sorted numbers.
enum IntervalClusters {
  /// The mean of each number's cluster, where the sum of squared distances to the means is least.
  ///
  /// By dynamic programming over the sorted numbers, O(n² m): the sum for the first j numbers in c
  /// clusters is the least, over i, of that for the first i in c − 1 and of the run i ..< j.
  /// - Parameters:
  ///   - numbers: Finite numbers.
  ///   - clusterCount: How many clusters, at least 1; with as many as numbers each stands alone.
  /// - Returns: For each number, the mean of the cluster that it is in.
  static func means(of numbers: [Double], clusterCount: Int) -> [Double] {
    let count = numbers.count
    guard count > clusterCount else { return numbers }
    let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    let sorted = order.map { numbers[$0] }
    let starts = runStarts(sorted, clusterCount: clusterCount)
    var means = numbers
    var end = count
    for cluster in stride(from: clusterCount, through: 1, by: -1) {
      let start = starts[cluster - 1][end]
      let mean = sorted[start..<end].reduce(0, +) / Double(max(1, end - start))
      for place in start..<end { means[order[place]] = mean }
      end = start
    }
    return means
  }

  /// `[c − 1][j]`: where the last run starts in the best c clusters of the first j numbers.
  private static func runStarts(_ sorted: [Double], clusterCount: Int) -> [[Int]] {
    let count = sorted.count
    var best = (0...count).map { spread(sorted, 0, $0) }
    var starts = [Array(repeating: 0, count: count + 1)]
    for _ in 1..<max(2, clusterCount) where clusterCount > 1 {
      var (next, start) = (best, Array(repeating: 0, count: count + 1))
      for end in 0...count {
        for first in 0..<end {
          let sum = best[first] + spread(sorted, first, end)
          if sum < next[end] { (next[end], start[end]) = (sum, first) }
        }
      }
      best = next
      starts.append(start)
    }
    return starts
  }

  /// The sum of squared distances of a run to its mean.
  private static func spread(_ sorted: [Double], _ start: Int, _ end: Int) -> Double {
    guard end > start else { return 0 }
    // From the run's first number: the numbers may be large and near to each other.
    let offsets = sorted[start..<end].map { $0 - sorted[start] }
    let mean = offsets.reduce(0, +) / Double(offsets.count)
    return offsets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }
}
