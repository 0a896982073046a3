/// How a flat buffer of parameters is divided into tensors, and how fast each is trained.
///
/// Made once for a run: a step only reads it.
public struct ParameterSegments: Sendable, Equatable {
  /// A stretch of the buffer and what the learning rate is multiplied by there; 0 is frozen.
  public struct Segment: Sendable, Equatable {
    public var range: Range<Int>
    public var factor: Double

    /// Creates a segment.
    public init(_ range: Range<Int>, factor: Double = 1) {
      self.range = range
      self.factor = factor
    }
  }

  /// One segment for each tensor, in the order of the buffer, without gaps.
  public let tensors: [Segment]
  /// What is trained: neighbors of the same factor are one segment, frozen ones are left out.
  public let stretches: [Segment]

  /// Divides a buffer.
  /// - Parameters:
  ///   - counts: How many numbers each tensor has.
  ///   - factors: What each tensor's rate is multiplied by, at least 0; `nil` is 1 for all.
  public init(counts: [Int], factors: [Double]? = nil) {
    var tensors: [Segment] = []
    var stretches: [Segment] = []
    var start = 0
    for (index, count) in counts.enumerated() {
      let segment = Segment(start..<start + count, factor: factors?[index] ?? 1)
      tensors.append(segment)
      start += count
      guard segment.factor > 0, count > 0 else { continue }
      if let last = stretches.last, last.range.upperBound == segment.range.lowerBound,
        last.factor == segment.factor
      {
        stretches[stretches.count - 1].range = last.range.lowerBound..<start
      } else {
        stretches.append(segment)
      }
    }
    self.tensors = tensors
    self.stretches = stretches
  }

  /// How many numbers the buffer has.
  public var count: Int { tensors.last?.range.upperBound ?? 0 }
}
