import TandemTensors

/// Which rows make up each batch: every epoch visits all rows once, in an order of its own.
///
/// The order follows from seed, stream and epoch alone, so that a run which goes on in the middle of
/// an epoch sees the rows that it would have seen. In a run over several data sets each has a sampler
/// (and a stream) of its own; the shorter ones begin anew when they are through.
public struct EpochSampler: Sendable {
  public let rowCount: Int
  public let batchSize: Int
  private let seed: Int
  private let stream: String
  // The order of the epoch that was asked for last: a batch must not cost a shuffle.
  private var current: (epoch: Int, rows: [Int])?

  /// Creates a sampler of the rows from 0 up to `rowCount`.
  /// - Parameters:
  ///   - rowCount: How many rows there are, at least one.
  ///   - batchSize: How many rows a batch has; the last of an epoch may have fewer.
  ///   - seed: The run's seed.
  ///   - stream: What sets this sampler apart from others of the run.
  public init(rowCount: Int, batchSize: Int, seed: Int, stream: String = "batches") {
    precondition(rowCount > 0 && batchSize > 0, "a sampler needs rows and a batch size")
    self.rowCount = rowCount
    self.batchSize = min(batchSize, rowCount)
    self.seed = seed
    self.stream = stream
  }

  /// How many batches an epoch has.
  public var batchCount: Int { (rowCount + batchSize - 1) / batchSize }

  /// The sizes of batches that occur, the usual one first.
  public var batchSizes: [Int] {
    let last = rowCount - (batchCount - 1) * batchSize
    return last == batchSize ? [batchSize] : [batchSize, last]
  }

  /// All rows in the order of an epoch, which counts from 0; a pure function of seed and epoch.
  public func rows(epoch: Int) -> [Int] {
    let epochSeed = Generator.mix(UInt64(bitPattern: Int64(seed))) &+ UInt64(max(epoch, 0))
    var generator = Generator(seed: epochSeed, stream: stream)
    return Array(0..<rowCount).shuffledPortably(using: &generator)
  }

  /// The rows of a step, which counts from 0 through the whole run.
  ///
  /// Step `s` is batch `s % batchCount` of epoch `s / batchCount` of this sampler, whatever length an
  /// epoch of the run has.
  public mutating func batch(step: Int) -> ArraySlice<Int> {
    let (epoch, index) = step.quotientAndRemainder(dividingBy: batchCount)
    if current?.epoch != epoch { current = (epoch, rows(epoch: epoch)) }
    let rows = current?.rows ?? []
    return rows[index * batchSize..<min((index + 1) * batchSize, rowCount)]
  }
}

extension Array {
  /// The elements in random order, the same with the same generator under every version of Swift.
  func shuffledPortably(using generator: inout Generator) -> Self {
    var shuffled = self
    for index in stride(from: count - 1, to: 0, by: -1) {
      shuffled.swapAt(index, generator.below(index + 1))
    }
    return shuffled
  }
}

extension Generator {
  /// A whole number from 0 up to but not including `bound`, all equally likely.
  ///
  /// Source: Lemire, "Fast random integer generation in an interval", ACM TOMACS 2019.
  mutating func below(_ bound: Int) -> Int {
    let bound = UInt64(max(bound, 1))
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }
}
