import TandemTensors
import TestSupport
import Testing

/// Broadcasting where it is cut into blocks and pieces: rows shorter and longer than those.
@Suite struct BroadcastSizesTests {
  static let pairs: [[Shape]] = [
    [[1024, 8], [1024, 1]], [[64, 10], [10]], [[1], [3, 2000]], [[7, 2000], [7, 1]],
    [[7, 2000], [2000]], [[1025], []], [[3, 700, 5], [700, 1]], [[2, 3, 700, 5], [3, 1, 5]],
    [[40, 4, 8], [40, 1, 8]], [[40, 4, 8], [4, 1]], [[300, 1], [1, 300]], [[5, 1, 3000], [2, 1]],
    [[90_000], [90_000]], [[100, 1024], [100, 1024]], [[9, 1, 33, 1, 65], [2, 1, 17, 1]],
    [[16, 12, 64, 64], [16, 1, 1, 64]], [[1000, 1000], [1000, 1]],
  ]

  @Test("every number meets its partner", arguments: pairs)
  func differences(shapes: [Shape]) throws {
    var generator = Generator(seed: 3)
    let (a, b) = (
      Tensor.uniform(-1...1, shapes[0], using: &generator),
      Tensor.uniform(-1...1, shapes[1], using: &generator)
    )
    for (left, right) in [(a, b), (b, a)] {
      let shape = try #require(left.shape.broadcast(with: right.shape))
      let (leftPlaces, rightPlaces) = (
        places(left.shape, in: shape), places(right.shape, in: shape)
      )
      let (leftNumbers, rightNumbers) = (left.values, right.values)
      let expected = zip(leftPlaces, rightPlaces).map { leftNumbers[$0] - rightNumbers[$1] }
      #expect((left - right).values == expected)
    }
  }

  /// Where the numbers of a tensor lie that those of a larger shape meet.
  private func places(_ narrow: Shape, in wide: Shape) -> [Int] {
    var places = [0]
    var stride = narrow.count
    for dimension in 0..<wide.rank {
      let index = dimension - (wide.rank - narrow.rank)
      let size = index < 0 ? 1 : narrow.sizes[index]
      stride /= size
      places = places.flatMap { place in
        (0..<wide.sizes[dimension]).map { place + (size == 1 ? 0 : $0 * stride) }
      }
    }
    return places
  }
}
