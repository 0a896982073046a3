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
    var best = Array(repeating: 0.0, count: count + 1)
    var run = Spread()
    for end in 0..<count {
      run.add(sorted[end])
      best[end + 1] = run.sum
    }
    var starts = [Array(repeating: 0, count: count + 1)]
    while starts.count < clusterCount {
      var (next, start) = (best, Array(repeating: 0, count: count + 1))
      for end in 1...count {
        var run = Spread()
        for first in (0..<end).reversed() {
          run.add(sorted[first])
          let sum = best[first] + run.sum
          if sum < next[end] { (next[end], start[end]) = (sum, first) }
        }
      }
      best = next
      starts.append(start)
    }
    return starts
  }

  /// The sum of squared distances of numbers to their mean, number by number (Welford).
  private struct Spread {
    var sum = 0.0
    private var mean = 0.0
    private var count = 0.0

    mutating func add(_ number: Double) {
      count += 1
      let distance = number - mean
      mean += distance / count
      sum += distance * (number - mean)
    }
  }
}
