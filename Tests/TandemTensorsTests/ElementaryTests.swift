import Glibc
import TandemTensors
import Testing

/// The elementary functions against the C library's, in doubles.
@Suite struct ElementaryTests {
  struct Function: Sendable, CustomTestStringConvertible {
    var name: String
    var range: ClosedRange<Float>
    /// How far from the exact value, relative to the larger of it and `scale`.
    var tolerance: Double
    var scale: Double
    var ours: @Sendable (Tensor) -> Tensor
    var exact: @Sendable (Double) -> Double
    var testDescription: String { name }
  }

  static let functions: [Function] = [
    .init(name: "exp", range: -87...88, tolerance: 3e-7, scale: 0, ours: { $0.exp() }) {
      Glibc.exp($0)
    },
    .init(name: "log", range: 1e-30...1e30, tolerance: 3e-7, scale: 1e-3, ours: { $0.log() }) {
      Glibc.log($0)
    },
    .init(name: "log near 1", range: 0.5...2, tolerance: 3e-7, scale: 0, ours: { $0.log() }) {
      Glibc.log($0)
    },
    .init(name: "tanh", range: -10...10, tolerance: 3e-7, scale: 0, ours: { $0.tanh() }) {
      Glibc.tanh($0)
    },
    .init(name: "sigmoid", range: -80...80, tolerance: 5e-7, scale: 0, ours: { $0.sigmoid() }) {
      1 / (1 + Glibc.exp(-$0))
    },
    .init(name: "softplus", range: -80...80, tolerance: 5e-7, scale: 0, ours: { $0.softplus() }) {
      max($0, 0) + log1p(Glibc.exp(-Swift.abs($0)))
    },
    .init(name: "erf", range: -4...4, tolerance: 3e-7, scale: 0, ours: { $0.erf() }) {
      Glibc.erf($0)
    },
    .init(name: "gelu", range: -4...4, tolerance: 3e-7, scale: 1, ours: { $0.gelu() }) {
      0.5 * $0 * (1 + Glibc.erf($0 / 2.0.squareRoot()))
    },
  ]

  @Test("values are those of the C library", arguments: functions)
  func values(function: Function) {
    let count = 20_001
    let (low, high) = (Double(function.range.lowerBound), Double(function.range.upperBound))
    let inputs = (0..<count).map { Float(low + (high - low) * Double($0) / Double(count - 1)) }
    let results = function.ours(Tensor(inputs, [count])).values
    var worst = (error: 0.0, input: Float(0))
    for (input, result) in zip(inputs, results) {
      let exact = function.exact(Double(input))
      let error = Swift.abs(Double(result) - exact) / max(Swift.abs(exact), function.scale, 1e-37)
      if !(error <= worst.error) { worst = (error, input) }
    }
    #expect(worst.error <= function.tolerance, "at \(worst.input)")
  }

  @Test("the ends of the range give what they should")
  func ends() {
    let ends = Tensor([-.infinity, .infinity, 0, -200, 200], [5])
    #expect(ends.exp().values == [0, .infinity, 1, 0, .infinity])
    #expect(ends.tanh().values == [-1, 1, 0, -1, 1])
    #expect(ends.sigmoid().values == [0, 1, 0.5, 0, 1])
    #expect(ends.softplus().values == [0, .infinity, Float(M_LN2), 0, 200])
    #expect(ends.erf().values == [-1, 1, 0, -1, 1])
    let logarithms = Tensor([0, 1, .infinity, .leastNonzeroMagnitude], [4]).log().values
    #expect(logarithms == [-.infinity, 0, .infinity, logf(.leastNonzeroMagnitude)])
    #expect(Tensor(-1).log().values[0].isNaN)
  }

  @Test("what is not a number stays so", arguments: functions)
  func notANumber(function: Function) {
    let results = function.ours(Tensor([Float](repeating: .nan, count: 9), [9])).values
    #expect(results.allSatisfy { $0.isNaN })
  }

  @Test("relu, clamp and the maximum of a row do not hide what is not a number")
  func notHidden() {
    #expect(Tensor([.nan, 1], [2]).relu().values[0].isNaN)
    #expect(Tensor([.nan, 1], [2]).clamped(to: 0...1).values[0].isNaN)
    for place in [0, 3, 11, 16] {
      var row = [Float](repeating: 1, count: 17)
      row[place] = .nan
      #expect(Tensor(row, [17]).maximum().values[0].isNaN, "place \(place)")
      #expect(Tensor(row, [17, 1]).maximum(over: [0]).values[0].isNaN, "place \(place)")
      #expect(Tensor(row, [17]).softmax().values.allSatisfy { $0.isNaN })
    }
  }
}
