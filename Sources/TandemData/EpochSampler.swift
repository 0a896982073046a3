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
  // The order of the epoch that was asked for last: a batch must not cost a shuffle. A new one is
  // written over it, so that no batch costs memory either.
  private var order: [Int] = []
  private var orderEpoch: Int?

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

  /// How many rows the batch of a step has.
  public func batchSize(atStep step: Int) -> Int {
    let isLast = step % batchCount == batchCount - 1
    return isLast ? rowCount - (batchCount - 1) * batchSize : batchSize
  }

  /// The sizes of batches that occur, the usual one first.
  public var batchSizes: [Int] {
    let last = batchSize(atStep: batchCount - 1)
    return last == batchSize ? [batchSize] : [batchSize, last]
  }

  /// All rows in the order of an epoch, which counts from 0; a pure function of seed and epoch.
  public func rows(epoch: Int) -> [Int] {
    var rows = Array(0..<rowCount)
    Self.shuffle(&rows, forEpoch: epoch, seed: seed, stream: stream)
    return rows
  }

  /// Puts the rows, which lie in rising order, in the order of an epoch.
  private static func shuffle(
    _ rows: inout [Int], forEpoch epoch: Int, seed: Int, stream: String
  ) {
    let epochSeed = Generator.mix(UInt64(bitPattern: Int64(seed))) &+ UInt64(max(epoch, 0))
    var generator = Generator(seed: epochSeed, stream: stream)
    rows.shufflePortably(using: &generator)
  }

  /// The rows of a step, which counts from 0 through the whole run.
  ///
  /// Step `s` is batch `s % batchCount` of epoch `s / batchCount` of this sampler, whatever length an
  /// epoch of the run has.
  public mutating func batch(step: Int) -> ArraySlice<Int> {
    let (epoch, index) = step.quotientAndRemainder(dividingBy: batchCount)
    if orderEpoch != epoch {
      order.removeAll(keepingCapacity: true)
      order.append(contentsOf: 0..<rowCount)
      Self.shuffle(&order, forEpoch: epoch, seed: seed, stream: stream)
      orderEpoch = epoch
    }
    return order[index * batchSize..<min((index + 1) * batchSize, rowCount)]
  }
}

extension Array {
  /// The elements in random order, the same with the same generator under every version of Swift.
  func shuffledPortably(using generator: inout Generator) -> Self {
    var shuffled = self
    shuffled.shufflePortably(using: &generator)
    return shuffled
  }

  /// Puts the elements in random order, the same with the same generator under every version of Swift.
  mutating func shufflePortably(using generator: inout Generator) {
    for index in stride(from: count - 1, to: 0, by: -1) {
      swapAt(index, generator.below(index + 1))
    }
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
