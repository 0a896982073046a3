internal import Glibc
import TandemTensors

/// Compares the engine's products with the best that OpenBLAS gives on this processor.
package struct ProductComparison {
  /// Orders of the square matrices.
  private static let orders = [64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048]

  private let engine: ChildProcess
  private var libraries: [(core: String, process: ChildProcess)] = []
  private let threadCount: Int

  /// Starts a process for the engine, and one for each kind of kernels that the processor can run.
  /// - Parameters:
  ///   - program: This program's path.
  ///   - arguments: What makes it a `ProductServer`.
  ///   - threadCount: On how many threads the engine computes, and the library at most.
  /// - Throws: `ChildProcess.Failure`.
  package init(program: String, arguments: [String], threadCount: Int) throws {
    self.threadCount = threadCount
    let threads = ["--threads", String(threadCount)]
    engine = try ChildProcess(program, arguments + threads, isAnswering: true)
    _ = engine.answer()
    for core in SquareProduct.coreNames {
      let process = try ChildProcess(
        program, arguments + threads,
        environment: ["OPENBLAS_CORETYPE": core, "OPENBLAS_NUM_THREADS": String(threadCount)],
        isAnswering: true)
      // A name that this version does not know gives kernels of another core.
      guard let actual = process.answer(), !libraries.contains(where: { $0.core == actual })
      else { continue }
      libraries.append((actual, process))
    }
  }

  /// Measures and prints a line for each order.
  /// - Parameter roundCount: How often each is asked; the least time counts.
  package func run(roundCount: Int) {
    print("order   engine µs  library µs  engine/library  GFLOP/s  the library's best")
    for order in Self.orders {
      var own = Double.infinity
      var best = (time: Double.infinity, name: "")
      for _ in 0..<roundCount {
        own = min(own, time(engine, "engine \(order)"))
        for library in libraries {
          for count in Set([1, threadCount]).sorted() {
            let time = time(library.process, "library \(order) \(count)")
            if time < best.time { best = (time, "\(library.core), threads: \(count)") }
          }
        }
      }
      let flops = 2 * Double(order) * Double(order) * Double(order)
      printAtOnce(
        [
          String(order).padded(5), (own / 1e3).fixed(2).padded(12),
          (best.time / 1e3).fixed(2).padded(12), (own / best.time).fixed(3).padded(16),
          (flops / own).fixed(0).padded(9), "  " + best.name,
        ].joined())
    }
  }

  /// OpenBLAS's threads wait actively for some 80 ms after a product, on the core that the next needs.
  private static let pause: UInt32 = 120_000

  private func time(_ process: ChildProcess, _ question: String) -> Double {
    usleep(Self.pause)
    return process.ask(question).flatMap { Double($0) } ?? .infinity
  }

  /// How many times as long a product takes with the kernels that this process's children get.
  /// - Parameters:
  ///   - core: The core of the kernels to compare with.
  ///   - program: This program's path.
  ///   - arguments: What makes it a `ProductServer`.
  /// - Returns: The ratio of the times, to one digit; `nil` where one could not be measured.
  package static func cost(
    besideCore core: String, program: String, arguments: [String]
  ) -> Double? {
    let question = "library 256 1"
    var times = [Double.infinity, .infinity]
    for _ in 0..<3 {
      for (index, environment) in [[:], ["OPENBLAS_CORETYPE": core]].enumerated() {
        guard
          let process = try? ChildProcess(
            program, arguments, environment: environment, isAnswering: true),
          process.answer() != nil, let answer = process.ask(question), let time = Double(answer)
        else { return nil }
        times[index] = min(times[index], time)
      }
    }
    return (times[0] / times[1] * 10).rounded() / 10
  }
}
