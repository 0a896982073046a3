import Foundation
import Testing

@testable import TandemPlots

@Suite struct ScaleTests {
  @Test(
    "ticks lie on steps of 1, 2 or 5 × 10ⁿ",
    arguments: [(0.0, 1.0), (-3, 17), (0.0013, 0.0019), (1e-12, 9e-12), (-4e15, 2e15), (999, 1001)])
  func steps(lower: Double, upper: Double) {
    let step = LinearTicks.step(for: lower...upper, count: 7)
    let power = pow(10, floor(log10(step) + 1e-9))
    #expect([1, 2, 5, 10].contains { abs(step / power - $0) < 1e-6 })
    let values = LinearTicks.values(in: lower...upper, step: step)
    #expect((3...14).contains(values.count))
    for value in values { #expect(abs((value / step).rounded() - value / step) < 1e-6) }
  }

  @Test(
    "each tick has a label of its own",
    arguments: [
      0.0...1.0, 0...1e-7, 1e6...1.000_01e6, 0...250_000, 1e-9...1e9, -1e300...1e300, 5...5,
      123_456_789...123_456_790, 0...5e-300,
    ])
  func labelsDiffer(range: ClosedRange<Double>) {
    let scale = Scale(Axis(), range: range, smallestPositive: nil, fit: .nice, tickCount: 7)
    let labels = scale.ticks.map(\.label)
    #expect(labels.count >= 2)
    #expect(Set(labels).count == labels.count, "\(labels)")
    #expect(labels.allSatisfy { $0.count <= 16 }, "\(labels)")
  }

  @Test("a logarithmic axis shows powers of ten and leaves gaps for what has none")
  func log() throws {
    var scale = Scale(
      Axis(spacing: .log), range: 0.003...200, smallestPositive: 0.003, fit: .nice, tickCount: 6)
    scale.start = 0
    scale.end = 500
    #expect(scale.ticks.map(\.label) == ["0.01", "0.1", "1", "10", "100"])
    #expect(scale.position(0) == nil)
    #expect(scale.position(-1) == nil)
    #expect(scale.position(.nan) == nil)
    let one = try #require(scale.position(1))
    let ten = try #require(scale.position(10))
    let hundred = try #require(scale.position(100))
    #expect(abs((ten - one) - (hundred - ten)) < 1e-9)
  }

  @Test(
    "a logarithmic axis has two ticks at least",
    arguments: [
      0.9...1.1, 3...4, 1e-300...1e300, 7...7, 2e-5...3e-5,
    ])
  func logTicks(range: ClosedRange<Double>) {
    let scale = Scale(
      Axis(spacing: .log), range: range, smallestPositive: range.lowerBound, fit: .nice,
      tickCount: 6)
    #expect(scale.ticks.count >= 2, "\(scale.ticks)")
    #expect(scale.ticks.count <= 20)
    #expect(Set(scale.ticks.map(\.label)).count == scale.ticks.count)
  }

  @Test(
    "numbers are written for reading",
    arguments: [
      (0.0, "0"), (-0.0, "0"), (12, "12"), (0.5, "0.5"), (0.041_23, "0.04123"),
      (-3.14159, "−3.142"),
      (123_456.7, "123457"), (1e-7, "10⁻⁷"), (2.5e12, "2.5×10¹²"), (9.99999, "10"), (.nan, "–"),
      (-.infinity, "−∞"), (1.797e308, "1.8×10³⁰⁸"), (.leastNonzeroMagnitude, "4.94×10⁻³²⁴"),
    ])
  func figures(value: Double, text: String) {
    #expect(value.figureText == text)
  }

  @Test(
    "coordinates have two decimals at most",
    arguments: [
      (1.0, "1"), (0.125, "0.13"), (-0.001, "0"), (12.5, "12.5"), (-3.456, "-3.46"), (7.05, "7.05"),
    ])
  func coordinates(value: Double, text: String) {
    #expect(value.svg == text)
  }
}
