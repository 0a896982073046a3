import TandemTensors
import TestSupport
import Testing

/// Convolutions large enough to be cut into blocks of images, bands of rows and parts.
struct ConvolutionCase: CustomTestStringConvertible, Sendable {
  var images: Shape
  var weights: Shape
  var window: ConvolutionWindow

  var testDescription: String { "\(weights) on \(images)" }

  static let all: [Self] = [
    .init(images: [19, 3, 9, 10], weights: [8, 3, 3, 3], window: .init()),
    .init(
      images: [33, 4, 12, 7], weights: [6, 2, 3, 2],
      window: .init(
        rows: .init(stride: 2, padding: 1), columns: .init(padding: 1, dilation: 2), groupCount: 2)),
    // More of one block's source than the second cache holds: bands of rows.
    .init(
      images: [3, 40, 30, 31], weights: [13, 40, 3, 3],
      window: .init(rows: .init(padding: 1), columns: .init(padding: 1))),
    // Strides that the kernel does not fill: some places meet no tap when it is transposed.
    .init(
      images: [17, 2, 20, 20], weights: [3, 2, 2, 2],
      window: .init(rows: .init(stride: 3), columns: .init(stride: 4, padding: 1))),
    // Sums too large to be kept for each part of the images: parts of the outputs.
    .init(images: [20, 130, 5, 5], weights: [300, 130, 3, 5], window: .init()),
    .init(images: [2, 64, 1, 200], weights: [32, 64, 1, 1], window: .init()),
  ]

  func tensors(_ source: inout RandomSource) throws -> (x: Tensor, weights: Tensor, y: Tensor) {
    func random(_ shape: Shape) -> Tensor {
      Tensor((0..<shape.count).map { _ in Float(source.number(-1...1)) }, shape)
    }
    let (x, weights) = (random(images), random(self.weights))
    return (x, weights, random(try x.convolved(with: weights, window).shape))
  }

  /// One number of the convolution, by its definition.
  func number(at place: [Int], _ x: [Float], _ weights: [Float]) -> Double {
    let group = place[1] / (self.weights[0] / window.groupCount)
    var total = 0.0
    for channel in 0..<self.weights[1] {
      for row in 0..<self.weights[2] {
        for column in 0..<self.weights[3] {
          let i =
            place[2] * window.rows.stride - window.rows.paddingBefore + row * window.rows.dilation
          let j =
            place[3] * window.columns.stride - window.columns.paddingBefore
            + column * window.columns.dilation
          guard (0..<images[2]).contains(i), (0..<images[3]).contains(j) else { continue }
          let plane = place[0] * images[1] + group * self.weights[1] + channel
          let tap = ((place[1] * self.weights[1] + channel) * self.weights[2] + row)
          total +=
            Double(x[(plane * images[2] + i) * images[3] + j])
            * Double(weights[tap * self.weights[3] + column])
        }
      }
    }
    return total
  }
}

@Suite struct ConvolutionTests {
  @Test("a convolution is its definition's", arguments: ConvolutionCase.all)
  func definition(example: ConvolutionCase) throws {
    var source = RandomSource(seed: 3)
    let (x, weights, _) = try example.tensors(&source)
    let bias = Tensor((0..<weights.shape[0]).map { Float($0 % 5) - 2 }, [weights.shape[0]])
    let y = try x.convolved(with: weights, bias: bias, example.window)
    let (numbers, xs, ws) = (y.values, x.values, weights.values)
    for index in stride(from: 0, to: numbers.count, by: max(1, numbers.count / 3000)) {
      var place = [0, 0, 0, 0]
      var rest = index
      for dimension in (0..<4).reversed() {
        place[dimension] = rest % y.shape[dimension]
        rest /= y.shape[dimension]
      }
      let expected = example.number(at: place, xs, ws) + Double(place[1] % 5) - 2
      try #require(abs(Double(numbers[index]) - expected) < 1e-3, "at \(place)")
    }
  }

  @Test("its gradients weigh the same products", arguments: ConvolutionCase.all)
  func gradients(example: ConvolutionCase) throws {
    var source = RandomSource(seed: 4)
    let (x, weights, y) = try example.tensors(&source)
    let bias = Tensor.zeros([weights.shape[0]])
    let output = try x.convolved(with: weights, bias: bias, example.window)
    let gradients = try TandemTensors.gradients(
      of: [output], upstream: [y], withRespectTo: [x, weights, bias])
    // Σ y · conv(x, w) is linear in each of x and w.
    let total = Self.inner(output, y)
    let scale = max(abs(total), Self.inner(y, y))
    #expect(abs(Self.inner(gradients[0], x) - total) < 1e-4 * scale)
    #expect(abs(Self.inner(gradients[1], weights) - total) < 1e-4 * scale)
    let sums = y.sum(over: [0, 2, 3]).values
    #expect(zip(gradients[2].values, sums).allSatisfy { abs($0 - $1) < 1e-3 })
  }

  @Test("the gradient by an input is right where it lies", arguments: ConvolutionCase.all)
  func places(example: ConvolutionCase) throws {
    var source = RandomSource(seed: 5)
    let (x, weights, y) = try example.tensors(&source)
    let size = Array(x.shape.sizes.suffix(2))
    let gradient = try y.convolvedTransposed(with: weights, example.window, size: size)
    // A convolution of a single one gives what the gradient there weighs.
    for _ in 0..<20 {
      let index = source.whole(0...x.shape.count - 1)
      var numbers = [Float](repeating: 0, count: x.shape.count)
      numbers[index] = 1
      let expected = Self.inner(
        try Tensor(numbers, x.shape).convolved(with: weights, example.window), y)
      try #require(abs(Double(gradient.values[index]) - expected) < 1e-3)
    }
  }

  private static func inner(_ a: Tensor, _ b: Tensor) -> Double {
    zip(a.values, b.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  @Test("images that do not fit are an error, not a crash")
  func unfit() {
    let window = ConvolutionWindow()
    let kernel = Tensor.ones([2, 3, 3, 3])
    for shape: Shape in [[4], [1, 3, 2, 5], [1, 2, 5, 5], [3, 5, 5]] {
      #expect(throws: ShapeError.self) { try Tensor.ones(shape).convolved(with: kernel, window) }
    }
    #expect(throws: ShapeError.self) {
      try Tensor.ones([1, 2, 3, 3]).convolvedTransposed(with: kernel, window, size: [4, 5])
    }
    #expect(throws: ShapeError.self) {
      try Tensor.ones([1, 3, 5, 5]).convolved(with: kernel, bias: .ones([3]), window)
    }
    let pool = PoolWindow(rows: .init(size: 3), columns: .init(size: 3))
    #expect(throws: ShapeError.self) { try Tensor.ones([1, 1, 2, 3]).maximumPooled(pool) }
    #expect(throws: ShapeError.self) { try Tensor.ones([2, 3]).meanPooled(pool) }
  }

  @Test("no images give no numbers")
  func empty() throws {
    let (x, kernel) = (Tensor.zeros([0, 3, 5, 5]), Tensor.ones([2, 3, 3, 3]))
    let y = try x.convolved(with: kernel, ConvolutionWindow())
    #expect(y.shape == [0, 2, 3, 3])
    let gradients = try TandemTensors.gradients(of: [y], withRespectTo: [x, kernel])
    #expect(gradients[0].shape == x.shape)
    #expect(gradients[1].values.allSatisfy { $0 == 0 })
  }

  @Test("a number that is none is the largest of its window")
  func notANumber() throws {
    let x = Tensor([1, .nan, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2])
    let pool = PoolWindow(rows: .init(size: 2), columns: .init(size: 2))
    let y = try x.maximumPooled(pool)
    #expect(y.values[0].isNaN && y.values[1] == 8)
    let gradient = try TandemTensors.gradients(of: [y], withRespectTo: [x])[0]
    #expect(gradient.values == [0, 1, 0, 0, 0, 0, 0, 1])
  }
}
