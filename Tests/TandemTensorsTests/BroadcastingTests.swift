import TandemTensors
import TestSupport
import Testing

/// Broadcasting, reductions and rearrangements against plain loops over positions.
@Suite struct BroadcastingTests {
  /// Goes through the positions of a shape, last dimension fastest.
  static func positions(of shape: Shape) -> [[Int]] {
    shape.sizes.reduce([[]]) { positions, size in
      positions.flatMap { position in (0..<size).map { position + [$0] } }
    }
  }

  /// The number at a position, dimensions of size 1 being repeated.
  static func number(_ tensor: Tensor, at position: [Int]) -> Float {
    let shape = tensor.shape
    let aligned = position.suffix(shape.rank)
    let index = zip(aligned, shape.sizes).reduce(0) { $0 * $1.1 + ($1.1 == 1 ? 0 : $1.0) }
    return tensor.values[index]
  }

  static func tensor(_ shape: Shape, _ source: inout RandomSource) -> Tensor {
    Tensor((0..<shape.count).map { _ in Float(source.number(-2...2)) }, shape)
  }

  /// A shape that can be broadcast to `shape`: some sizes 1, some leading dimensions missing.
  static func narrowed(_ shape: Shape, _ source: inout RandomSource) -> Shape {
    let sizes = shape.sizes.map { source.oneIn(3) ? 1 : $0 }
    return Shape(Array(sizes.dropFirst(source.whole(0...shape.rank))))
  }

  @Test("pairs meet as NumPy broadcasts them")
  func pairs() {
    forAll(count: 300) { source in
      let full = Shape(source.list(0...5) { $0.whole(1...4) })
      let (a, b) = (
        Self.tensor(Self.narrowed(full, &source), &source),
        Self.tensor(Self.narrowed(full, &source), &source)
      )
      let difference = a - b
      let shape = try #require(a.shape.broadcast(with: b.shape))
      try #require(difference.shape == shape)
      let expected = Self.positions(of: shape).map {
        Self.number(a, at: $0) - Self.number(b, at: $0)
      }
      try #require(difference.values == expected, "\(a.shape) and \(b.shape)")
    }
  }

  @Test("broadcasting repeats, and its gradient adds up what was repeated")
  func broadcast() {
    forAll(count: 200) { source in
      let full = Shape(source.list(0...4) { $0.whole(1...4) })
      let x = Self.tensor(Self.narrowed(full, &source), &source)
      let wide = x.broadcast(to: full)
      let positions = Self.positions(of: full)
      try #require(wide.values == positions.map { Self.number(x, at: $0) })
      let upstream = Self.tensor(full, &source)
      let gradient = try gradients(of: [wide], upstream: [upstream], withRespectTo: [x])[0]
      var sums = Array(repeating: 0.0, count: x.shape.count)
      for (position, number) in zip(positions, upstream.values) {
        let index = zip(position.suffix(x.shape.rank), x.shape.sizes)
          .reduce(0) { $0 * $1.1 + ($1.1 == 1 ? 0 : $1.0) }
        sums[index] += Double(number)
      }
      for (a, b) in zip(gradient.values, sums) { try #require(abs(Double(a) - b) < 1e-4) }
    }
  }

  @Test("sums, means and maxima over any dimensions")
  func reductions() {
    forAll(count: 300) { source in
      let shape = Shape(source.list(0...4) { $0.whole(1...5) })
      let x = Self.tensor(shape, &source)
      let dimensions = (0..<shape.rank).filter { _ in source.oneIn(2) }
      let kept = shape.sizes.indices.map { dimensions.contains($0) ? 1 : shape.sizes[$0] }
      var groups = Array(repeating: [Double](), count: kept.reduce(1, *))
      for (position, number) in zip(Self.positions(of: shape), x.values) {
        let index = zip(position, kept).reduce(0) { $0 * $1.1 + ($1.1 == 1 ? 0 : $1.0) }
        groups[index].append(Double(number))
      }
      let sum = x.sum(over: dimensions, keepingDimensions: true)
      try #require(sum.shape.sizes == kept)
      for (value, group) in zip(sum.values, groups) {
        try #require(abs(Double(value) - group.reduce(0, +)) < 1e-4)
      }
      let negative = dimensions.map { $0 - shape.rank }
      let mean = x.mean(over: negative)
      try #require(mean.shape.rank == shape.rank - dimensions.count)
      for (value, group) in zip(mean.values, groups) {
        try #require(abs(Double(value) - group.reduce(0, +) / Double(group.count)) < 1e-5)
      }
      let maxima = x.maximum(over: dimensions).values.map(Double.init)
      try #require(maxima == groups.map { $0.max() ?? 0 })
    }
  }

  @Test("transposing, joining and slicing put numbers where they belong")
  func rearranging() {
    let x = Tensor([1, 2, 3, 4, 5, 6], [2, 3])
    #expect(x.transposed.values == [1, 4, 2, 5, 3, 6])
    #expect(x.transposed.transposed === x)
    let y = Tensor([7, 8], [2, 1])
    #expect(Tensor.concatenated([x, y], along: -1).values == [1, 2, 3, 7, 4, 5, 6, 8])
    #expect(Tensor.concatenated([x, x]).shape == [4, 3])
    #expect(Tensor.stacked([x, x], along: 1).shape == [2, 2, 3])
    #expect(Tensor.stacked([y, y], along: -1).values == [7, 7, 8, 8])
    #expect(x.slice(along: 1, from: 1, to: 3).values == [2, 3, 5, 6])
    #expect(x.reshaped(to: [3, 2]).values == x.values)
  }

  @Test("positions outside a row give no number and no one")
  func positionsOutside() {
    let x = Tensor([1, 2, 3, 4, 5, 6], [2, 3])
    #expect(x.picking(Tensor([2, 0], [2, 1])).values == [3, 4])
    let outside = x.picking(Tensor([3, -1], [2, 1])).values
    #expect(outside.allSatisfy { $0.isNaN })
    let positions = Tensor([2, .nan, -1, 7, 0], [5, 1])
    #expect(
      positions.oneHot(count: 3).values == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0])
  }

  @Test("what a mask leaves out is not seen, nor its gradient")
  func masks() throws {
    let x = Tensor([1, .nan, -3], [3])
    let mask = Tensor([1, 0, 1], [3])
    #expect(x.where(mask: mask, otherwise: 9).values == [1, 9, -3])
    #expect(x.passed(where: mask).values == [1, 0, -3])
    let loss = x.square().passed(where: mask).sum()
    #expect(loss.values == [10])
    let clean = Tensor([1, 5, -3], [3])
    let gradient = try gradients(
      of: [clean.log().passed(where: Tensor([1, 1, 0], [3])).sum()], withRespectTo: [clean])[0]
    #expect(gradient.values == [1, 0.2, 0])
  }

  @Test("a long sum is as good as one in doubles to six digits")
  func longSum() {
    var generator = Generator(seed: 5)
    let x = Tensor.uniform(0...1, [1000, 1000], using: &generator)
    let exact = x.values.reduce(0.0) { $0 + Double($1) }
    #expect(abs(Double(x.sum().values[0]) / exact - 1) < 1e-6)
  }

  @Test("an upstream gradient of another shape is refused")
  func wrongUpstream() {
    let x = Tensor([1, 2], [2])
    #expect(throws: ShapeError.self) {
      try gradients(of: [x.square()], upstream: [Tensor(1)], withRespectTo: [x])
    }

  }
}
