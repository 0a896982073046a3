import TandemTensors
import Testing

@Suite struct ParallelTests {
  /// Adds up pieces of a sum whose result depends on the order.
  private func sum(_ pool: WorkerPool, _ values: [Float]) -> Float {
    struct Context {
      var values: UnsafePointer<Float>
      var sums: UnsafeMutablePointer<Float>
    }
    var sums = [Float](repeating: 0, count: values.count / 100)
    values.withUnsafeBufferPointer { values in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let start = values.baseAddress, let place = sums.baseAddress else { return }
        let context = Context(values: start, sums: place)
        withUnsafePointer(to: context) { context in
          pool.run(
            .init(count: sums.count, context: UnsafeRawPointer(context)) { context, index in
              let context = context.assumingMemoryBound(to: Context.self).pointee
              for i in 0..<100 { context.sums[index] += context.values[index * 100 + i] }
            })
        }
      }
    }
    return sums.reduce(0, +)
  }

  @Test("the number of threads changes no bit")
  func threadCount() {
    var generator = Generator(seed: 3)
    let values = (0..<20_000).map { _ in generator.nextUniform() * 1e3 - 500 }
    let pools = [0, 1, 3, 7].map { WorkerPool(helperCount: $0) }
    let expected = sum(pools[0], values)
    for pool in pools {
      for _ in 0..<50 { #expect(sum(pool, values) == expected) }
    }
  }

  @Test("every piece is done once, from many threads at a time")
  func everyPieceOnce() async {
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          var isRight = true
          for count in [0, 1, 2, 17, 300] {
            var done = [Int](repeating: 0, count: count)
            done.withUnsafeMutableBufferPointer { done in
              parallelFor(count, of: done) { context, index in
                // Inside a piece there is one thread only, but all pieces are done.
                var inner = [0, 0, 0]
                inner.withUnsafeMutableBufferPointer { inner in
                  parallelFor(3, of: inner) { context, index in
                    let inner = context.assumingMemoryBound(
                      to: UnsafeMutableBufferPointer<Int>.self)
                    inner.pointee[index] += 1
                  }
                }
                let done = context.assumingMemoryBound(to: UnsafeMutableBufferPointer<Int>.self)
                done.pointee[index] += inner == [1, 1, 1] ? 3 : 100
              }
            }
            isRight = isRight && done.allSatisfy { $0 == 3 }
          }
          return isRight
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
