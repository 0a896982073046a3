import TandemTensors

/// Says, line by line, how long products take in this process.
///
/// OpenBLAS chooses its kernels when it is loaded: to try others takes other processes.
package enum ProductServer {
  /// Prints the name of the kernels' core, then answers each line of the input until there is none.
  ///
  /// `engine 256` asks for a product of 256 × 256 matrices by the engine, `library 256 2` for one by
  /// OpenBLAS on two threads; the answer is the least time of several, in nanoseconds.
  package static func run(threadCount: Int) {
    EngineThreads.use(threadCount)
    printAtOnce(SquareProduct.coreName)
    var product = SquareProduct(order: 1)
    while let line = readLine() {
      let words = line.split(separator: " ")
      guard words.count >= 2, let order = Int(words[1]), order > 0 else { return }
      if product.order != order { product = SquareProduct(order: order) }
      let threadCount = words.count > 2 ? Int(words[2]) : nil
      let time = leastTime {
        if let threadCount { product.runLibrary(threadCount: threadCount) } else { product.run() }
      }
      printAtOnce(String(Int((time / .nanoseconds(1)).rounded())))
    }
  }

  /// How long each question is worked at.
  private static let effort = Duration.milliseconds(40)

  /// The least time of one call; short ones are timed several at once.
  private static func leastTime(_ body: () -> Void) -> Duration {
    let clock = ContinuousClock()
    body()
    let first = clock.measure(body)
    let groupSize = max(1, min(1000, Int(Duration.microseconds(50) / max(first, .nanoseconds(50)))))
    var least = first
    let end = clock.now + effort
    repeat {
      let time = clock.measure { for _ in 0..<groupSize { body() } }
      least = min(least, time / groupSize)
    } while clock.now < end
    return least
  }
}
