import CVectorKernels
import Glibc
import TestSupport
import Testing

/// An instruction, and what it should give, computed in doubles.
struct InstructionExample: Sendable, CustomTestStringConvertible {
  var name: String
  var opcode: vk_opcode
  var p: Float = 0
  var q: Float = 0
  var range: ClosedRange<Double> = -6...6
  /// How far from the exact value, relative to the larger of it and `scale`.
  var tolerance = 0.0
  var scale = 0.0
  var exact: @Sendable (Double, Double) -> Double
  var testDescription: String { name }
}

@Suite struct InstructionTests {
  @Test("each level gives what doubles give", arguments: InstructionExample.all, KernelLevel.all)
  func values(example: InstructionExample, level: KernelLevel) {
    forAll(count: 20) { source in
      let count = source.whole(0...300)
      let a = example.numbers(count, &source)
      let b = example.numbers(count, &source)
      let results = level.run(example.opcode, a, b, p: example.p, q: example.q)
      for index in 0..<count {
        let exact = example.exact(Double(a[index]), Double(b[index]))
        let error = abs(Double(results[index]) - exact)
        let allowed = example.tolerance * max(abs(exact), example.scale) + 1e-37
        // A number that is rounded as the instruction does may be the same to the bit.
        try #require(
          error <= allowed || results[index] == Float(exact),
          "of \(a[index]), \(b[index]): \(results[index]), not \(exact)")
      }
    }
  }

  @Test(
    "a number's result depends neither on its place nor on where it is written",
    arguments: InstructionExample.all, KernelLevel.all)
  func places(example: InstructionExample, level: KernelLevel) {
    forAll(count: 2) { source in
      let a = example.numbers(71, &source) + InstructionExample.ends
      let b = example.numbers(71, &source) + InstructionExample.ends.reversed()
      let whole = level.run(example.opcode, a, b, p: example.p, q: example.q).map(\.bitPattern)
      for count in 0..<a.count {
        let (a, b) = (Array(a.suffix(count)), Array(b.suffix(count)))
        let expected = Array(whole.suffix(count))
        let apart = level.run(example.opcode, a, b, p: example.p, q: example.q)
        try #require(apart.map(\.bitPattern) == expected, "\(count) numbers")
        for register in [UInt8(0), 1] {
          let over = level.run(example.opcode, a, b, p: example.p, q: example.q, over: register)
          try #require(over.map(\.bitPattern) == expected, "\(count) numbers in place")
        }
      }
    }
  }

  @Test(
    "the ends of the range are the same at every level", arguments: InstructionExample.all,
    KernelLevel.all.dropFirst())
  func ends(example: InstructionExample, level: KernelLevel) {
    let ends = InstructionExample.ends
    let (a, b) = (ends.flatMap { a in ends.map { _ in a } }, ends.flatMap { _ in ends })
    let ours = level.run(example.opcode, a, b, p: example.p, q: example.q)
    let others = KernelLevel.baseline.run(example.opcode, a, b, p: example.p, q: example.q)
    for (index, pair) in zip(ours, others).enumerated() {
      let isSame =
        pair.0.isFinite && pair.1.isFinite
        ? abs(pair.0 - pair.1) <= 3e-7 * max(abs(pair.1), Float(example.scale))
        : pair.0 == pair.1 || (pair.0.isNaN && pair.1.isNaN)
      #expect(isSame, "of \(a[index]), \(b[index]): \(pair.0), and \(pair.1)")
    }
  }

  @Test("powers keep to C's conventions", arguments: KernelLevel.all)
  func powers(level: KernelLevel) {
    let exponents: [Float] = [
      0, 1, 2, 3, -1, -2, -3, 0.5, -0.5, 2.5, -2.5, 7, 8, 0x1p24, 0x1p23 + 1, 1e-3, 40, -40,
      .infinity, -.infinity,
    ]
    let bases = InstructionExample.ends + [-2.5, 0.999_999, 1.000_001, -0.999_999, 7, -3, 1e-20]
    for exponent in exponents {
      for (base, result) in zip(bases, level.run(vk_power, bases, bases, p: exponent)) {
        let exact = powf(base, exponent)
        // The lowest numbers may be off by one step of theirs.
        let isRight =
          exact.isNaN
          ? result.isNaN
          : exact == result || abs(result - exact) <= max(abs(exact) * 2e-7, 0x1p-149)
        #expect(isRight, "\(base) to the power of \(exponent): \(result), not \(exact)")
        #expect(exact.isNaN || exact.sign == result.sign, "\(base) to the power of \(exponent)")
      }
    }
  }
}
