internal import CVectorKernels

/// Sets each number to 0 with a probability, and scales the others so that the mean stays.
///
/// What is dropped follows from the seeds, the stream, the step and the number's place alone, so that
/// a step can be repeated and a run resumed, and so that the gradient uses the same mask.
struct Dropout: Operation {
  /// The probability of 0, below 1.
  let rate: Float
  let seed: UInt64
  /// A number of its own for each use in a network.
  let stream: UInt64
  let name = "dropout"

  /// What is kept is multiplied by this.
  var scale: Float { 1 / (1 - rate) }
  /// Random bits below this drop a number.
  var threshold: UInt32 { UInt32(min(Double(rate) * 0x1p32, 0xFFFF_FFFF)) }

  var canRunInPlace: Bool { true }
  var dependsOnStep: Bool { true }

  func outputShape(for inputs: [Shape]) throws -> Shape { inputs[0] }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    let key = CounterRandom(seed: seed, stream: stream, context: context).key
    let work = Work(
      x: inputs[0].pointer, y: output.pointer, count: output.count, key: key, threshold: threshold,
      scale: scale)
    // What fits into two pieces is not worth a second thread.
    let isSmall = output.count < 2 * Work.pieceSize
    parallelFor(isSmall ? 1 : (output.count + Work.pieceSize - 1) / Work.pieceSize, of: work) {
      $0.assumingMemoryBound(to: Work.self).pointee.run($1)
    }
  }

  // The mask is drawn again rather than kept: the operation is linear, and its own gradient.
  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [.applying(self, upstream)]
  }

  func stackedPullback(
    _ upstreams: Tensor, inputs: [Tensor], output: Tensor
  ) throws -> [Tensor?] {
    // One mask for all: drawn over the whole stack, each would have its own.
    [upstreams * .applying(self, .ones(inputs[0].shape))]
  }

  private struct Work {
    // Some ten microseconds.
    static let pieceSize = 16_384

    let x: UnsafePointer<Float>
    let y: UnsafeMutablePointer<Float>
    let count: Int
    let key: UInt64
    let threshold: UInt32
    let scale: Float

    func run(_ piece: Int) {
      let start = piece * Self.pieceSize
      let end = count < 2 * Self.pieceSize ? count : min(start + Self.pieceSize, count)
      vk_dropout(x + start, y + start, end - start, key, UInt64(start), threshold, scale)
    }
  }
}

extension Tensor {
  /// Sets each number to 0 with probability `rate`, and divides the others by `1 − rate`.
  /// - Parameters:
  ///   - rate: The probability, from 0 to below 1.
  ///   - seed: What the draws depend on, beside the plan's own seed and step.
  ///   - stream: A number of its own for each use in a network.
  /// - Returns: A tensor of the same shape.
  public func dropout(rate: Float, seed: UInt64, stream: UInt64) -> Tensor {
    precondition(rate >= 0 && rate < 1, "a dropout rate is at least 0 and below 1")
    return rate == 0 ? self : .applying(Dropout(rate: rate, seed: seed, stream: stream), self)
  }
}
