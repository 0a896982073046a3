import TandemTensors
import Testing

@Suite struct RandomTests {
  @Test("a seed gives the same numbers on every machine")
  func known() {
    var generator = Generator(seed: 1)
    var same = Generator(seed: 1)
    var other = Generator(seed: 1, stream: "batches")
    let numbers = (0..<3).map { _ in generator.next() }
    #expect(numbers == (0..<3).map { _ in same.next() })
    #expect(numbers != (0..<3).map { _ in other.next() })
    #expect(Generator.mix(1) == 0x5692_161D_100B_05E5)
  }

  @Test("uniform numbers fill their range evenly")
  func uniform() {
    var generator = Generator(seed: 2)
    let values = Tensor.uniform(-1...3, [20_000], using: &generator).values
    #expect(values.allSatisfy { $0 >= -1 && $0 < 3 })
    for quarter in 0..<4 {
      let count = values.count { $0 >= Float(quarter - 1) && $0 < Float(quarter) }
      #expect(abs(count - 5000) < 250)
    }
  }

  @Test("normal numbers have their mean, spread and tails")
  func normal() {
    var generator = Generator(seed: 3)
    let values = Tensor.normal(mean: 1, standardDeviation: 2, [20_000], using: &generator).values
    let mean = values.reduce(0.0) { $0 + Double($1) } / 20_000
    let variance = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / 20_000
    #expect(abs(mean - 1) < 0.05)
    #expect(abs(variance - 4) < 0.15)
    // 4.55 % lie beyond two standard deviations.
    #expect(abs(values.count { abs($0 - 1) > 4 } - 910) < 120)
    #expect(values.allSatisfy { $0.isFinite })
  }

  @Test(
    "dropout keeps the mean, and replays a step exactly", arguments: [0.1, 0.5, 0.9] as [Float])
  func dropout(rate: Float) {
    let x = Tensor.placeholder([1, 20_001])
    x.storage?.assign([Float](repeating: 1, count: 20_001))
    let plan = Plan(stages: [[.init(x.dropout(rate: rate, seed: 4, stream: 1))]])
    func run(_ step: UInt64, seed: UInt64 = 9) -> [Float] {
      plan.run(in: RunContext(seed: seed, step: step))
      return plan.result(0).values
    }
    let first = run(1)
    let dropped = first.count { $0 == 0 }
    #expect(abs(Float(dropped) / 20_001 - rate) < 0.015)
    #expect(first.allSatisfy { $0 == 0 || $0 == 1 / (1 - rate) })
    let second = run(2)
    #expect(first != second)
    #expect(run(1, seed: 8) != first)
    #expect(run(1) == first)
    // Masks of two steps have nothing to do with each other.
    let both = zip(first, second).count { $0 == 0 && $1 == 0 }
    #expect(abs(Float(both) / 20_001 - rate * rate) < 0.015)
  }

  @Test("a gradient goes through the mask of its own step")
  func dropoutGradient() throws {
    let x = Tensor.placeholder([50])
    let y = x.dropout(rate: 0.5, seed: 1, stream: 3)
    let gradient = try gradients(of: [y.sum()], withRespectTo: [x])[0]
    let plan = Plan(stages: [[.init(y), .init(gradient)]])
    x.storage?.assign([Float](repeating: 1, count: 50))
    for step in 0..<4 {
      plan.run(in: RunContext(seed: 1, step: UInt64(step)))
      #expect(plan.result(0).values == plan.result(1).values)
    }
  }
}
