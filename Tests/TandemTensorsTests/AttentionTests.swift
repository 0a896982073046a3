import TandemTensors
import TestSupport
import Testing

/// Attention against what it stands for: two products and a softmax, at sizes that are cut into pieces.
@Suite struct AttentionTests {
  private struct Case: CustomTestStringConvertible {
    var batch = 2
    var length: Int
    var heads = 2
    var size: Int
    var isCausal = false
    var isMasked = false
    var rate: Float = 0
    var testDescription: String {
      "\(batch) × \(length) × \(size), causal \(isCausal), masked \(isMasked), rate \(rate)"
    }
  }

  private static let cases = [
    Case(length: 5, size: 6), Case(length: 64, size: 16), Case(length: 65, size: 8, isCausal: true),
    Case(length: 150, size: 8, isCausal: true, isMasked: true),
    Case(batch: 3, length: 130, heads: 4, size: 8, isMasked: true, rate: 0.3),
    Case(length: 71, size: 4, isCausal: true, rate: 0.5),
    Case(batch: 9, length: 3, heads: 5, size: 10, isMasked: true),
  ]

  @Test("values and gradients are those of products and a softmax", arguments: cases)
  private func composed(_ example: Case) throws {
    var generator = Generator(seed: 3)
    let (batch, length, size) = (example.batch, example.length, example.size)
    let input = Tensor.uniform(-2...2, [batch, length, 3 * size], using: &generator)
    let upstream = Tensor.uniform(-1...1, [batch, length, size], using: &generator)
    var mask: Tensor?
    if example.isMasked {
      mask = Tensor.uniform(-0.5...1, [batch, length], using: &generator).greater(than: .zeros([1]))
    }
    let fused = try input.attention(
      headCount: example.heads, mask: mask, isCausal: example.isCausal,
      dropout: (example.rate, 4, 5))
    let plain = composition(of: input, example, mask)
    expectNear(fused, plain, "values")
    let gradient = try gradients(of: [fused], upstream: [upstream], withRespectTo: [input])
    let expected = try gradients(of: [plain], upstream: [upstream], withRespectTo: [input])
    expectNear(gradient[0], expected[0], "gradient")
  }

  private func composition(of input: Tensor, _ example: Case, _ mask: Tensor?) -> Tensor {
    let (batch, length, size) = (example.batch, example.length, example.size)
    let parts = (0..<3).map { part in
      input.slice(along: 2, from: part * size, to: (part + 1) * size)
        .reshaped(to: [batch, length, example.heads, size / example.heads]).permuted([0, 2, 1, 3])
    }
    var scores = parts[0].matmul(parts[1].transposed)
    scores = scores / Float(size / example.heads).squareRoot()
    if let mask { scores = scores + (mask.reshaped(to: [batch, 1, 1, length]) - 1) * 1e9 }
    if example.isCausal {
      let upper = (0..<length * length).map { Float($0 % length > $0 / length ? -1e9 : 0) }
      scores = scores + Tensor(upper, [length, length])
    }
    let weights = scores.softmax().dropout(rate: example.rate, seed: 4, stream: 5)
    // Where nothing may be looked at, all scores are alike: the fused operation gives 0 there.
    let seen = scores.maximum(over: [-1], keepingDimensions: true).greater(than: Tensor(-1e8))
    return (weights * seen).matmul(parts[2]).permuted([0, 2, 1, 3])
      .reshaped(to: [batch, length, size])
  }

  private func expectNear(_ ours: Tensor, _ theirs: Tensor, _ what: String) {
    let (ours, theirs) = (ours.values, theirs.values)
    let scale = theirs.map(abs).max() ?? 0
    let error = zip(ours, theirs).map { abs($0 - $1) }.max() ?? .infinity
    #expect(ours.count == theirs.count && error <= 1e-5 * max(scale, 1), "\(what): \(error)")
  }

  @Test("a masked position changes nothing that other positions get")
  func masked() throws {
    var generator = Generator(seed: 1)
    let short = Tensor.uniform(-1...1, [1, 4, 12], using: &generator)
    let rest = Tensor.uniform(-9...9, [1, 3, 12], using: &generator)
    let long = Tensor.concatenated([short, rest], along: 1)
    let mask = Tensor([1, 1, 1, 1, 0, 0, 0], [1, 7])
    let attended = try long.attention(headCount: 2, mask: mask).slice(along: 1, from: 0, to: 4)
    expectNear(attended, try short.attention(headCount: 2), "with and without padding")
    let nothing = try short.attention(headCount: 2, mask: .zeros([1, 4]))
    #expect(nothing.values.allSatisfy { $0 == 0 })
  }

  @Test("a score that is no number is not hidden")
  func notANumber() throws {
    var values = [Float](repeating: 1, count: 12)
    values[0] = .nan
    let attended = try Tensor(values, [1, 2, 6]).attention(headCount: 1).values
    #expect(attended[0].isNaN && !attended[2].isNaN)
  }

  @Test("heads and masks that do not fit are an error")
  func shapes() {
    #expect(throws: ShapeError.self) { try Tensor.zeros([2, 3, 9]).attention(headCount: 2) }
    #expect(throws: ShapeError.self) { try Tensor.zeros([3, 9]).attention(headCount: 1) }
    #expect(throws: ShapeError.self) {
      try Tensor.zeros([2, 3, 6]).attention(headCount: 2, mask: .ones([2, 4]))
    }
  }
}
