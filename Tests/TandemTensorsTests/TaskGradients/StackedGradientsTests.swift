import TandemTensors
import TestSupport
import Testing

/// Outputs of one trunk, some of which leave some of it out.
struct TrunkExample {
  var variables: [Tensor]
  var outputs: [Tensor]

  /// Two layers, the second of which the last output does not need, and heads of several widths.
  init(taskCount: Int, rowCount: Int, sizes: [Int] = [5, 7, 6], _ source: inout RandomSource) {
    func tensor(_ shape: Shape) -> Tensor {
      Tensor((0..<shape.count).map { _ in Float(source.number(-1...1)) }, shape)
    }
    let input = tensor([rowCount, sizes[0]])
    let (first, bias) = (tensor([sizes[1], sizes[0]]), tensor([sizes[1]]))
    let second = tensor([sizes[2], sizes[1]])
    let lower = (input.matmul(first.transposed) + bias).relu()
    let upper = lower.matmul(second.transposed).tanh()
    variables = [first, bias, second, tensor([3])]
    outputs = []
    for task in 0..<taskCount {
      let top = task == taskCount - 1 && taskCount > 1 ? lower : upper
      let head = tensor([task % 3 == 1 ? 4 : 1, top.shape[1]])
      variables.append(head)
      // The first output reads the trunk in two places.
      let extra = task == 0 ? lower.square().mean() : Tensor(0)
      outputs.append(top.matmul(head.transposed).square().mean() * Float(task + 1) + extra)
    }
  }
}

/// One sweep for all outputs gives what a sweep for each gives.
@Suite struct StackedGradientsTests {
  @Test("one sweep gives each output's gradients", arguments: [1, 2, 3, 8])
  func separate(taskCount: Int) {
    forAll(count: 5) { source in
      let example = TrunkExample(
        taskCount: taskCount, rowCount: source.whole(1...40), &source)
      let stacked = try stackedGradients(
        of: example.outputs, withRespectTo: example.variables)
      var found = Array(repeating: Set<Int>(), count: example.variables.count)
      for (task, output) in example.outputs.enumerated() {
        let expected = try gradients(of: [output], withRespectTo: example.variables)
        for (index, (stack, expected)) in zip(stacked, expected).enumerated() {
          guard let place = stack.outputs.firstIndex(of: task), let all = stack.gradients else {
            try #require(expected.values.allSatisfy { $0 == 0 })
            continue
          }
          found[index].insert(task)
          let errors = zip(all.part(place).values, expected.values).map { abs($0 - $1) }
          try #require(errors.allSatisfy { $0 < 1e-5 })
        }
      }
      // The trunk is everyone's, but for the part that the last output leaves out; a head is one's own.
      let everyone = Set(0..<taskCount)
      try #require(found[0] == everyone && found[1] == everyone && found[3].isEmpty)
      try #require(found[2] == (taskCount > 1 ? Set(0..<taskCount - 1) : everyone))
      for task in 0..<taskCount { try #require(found[4 + task] == [task]) }
    }
  }

  @Test("an output that is a variable, and one that is wanted twice")
  func variables() throws {
    let x = Tensor([1, 2, 3], [3])
    let y = x.square()
    let (a, b) = (y.sum(), (y * x).sum())
    let found = try stackedGradients(of: [a, b], withRespectTo: [x, y, a, x])
    #expect(found[0].gradients?.values == [2, 4, 6, 3, 12, 27])
    #expect(found[1].gradients?.values == [1, 1, 1, 1, 2, 3])
    #expect(found[2].outputs == [0])
    #expect(found[2].gradients?.values == [1])
    #expect(found[3].gradients?.values == found[0].gradients?.values)
  }

  @Test("the trunk is gone through once, whatever the number of outputs")
  func operationCount() {
    forAll(count: 1) { source in
      let counts = try [3, 8].map { taskCount in
        let example = TrunkExample(taskCount: taskCount, rowCount: 6, &source)
        let found = try stackedGradients(
          of: example.outputs, withRespectTo: Array(example.variables.prefix(3)))
        let all = Tensor.inOrder(found.compactMap(\.gradients))
        return all.count { $0.operation?.name == "matmul" && $0.shape.rank == 3 }
      }
      try #require(counts[0] == counts[1] && counts[0] > 0)
    }
  }

  @Test("behind a relu the places that it closes are passed over", arguments: [4, 5, 8, 11])
  func gathered(taskCount: Int) {
    forAll(count: 2) { source in
      // Widths that no panel or vector divides, and one that has a single band.
      let sizes = [source.whole(33...70), source.whole(130...200), source.whole(65...100)]
      let rowCount = source.whole(70...90)
      func tensor(_ shape: Shape) -> Tensor {
        Tensor((0..<shape.count).map { _ in Float(source.number(-1...1)) }, shape)
      }
      let input = Tensor.placeholder([rowCount, sizes[0]])
      let weights = [tensor([sizes[1], sizes[0]]), tensor([sizes[2], sizes[1]])]
      let trunk = weights.reduce(input) { $0.matmul($1.transposed).relu() }
      let heads = (0..<taskCount).map { _ in tensor([1, sizes[2]]) }
      let losses = heads.map { trunk.matmul($0.transposed).square().mean() }
      let stacked = try stackedGradients(of: losses, withRespectTo: weights)
      let separate = try losses.map { try gradients(of: [$0], withRespectTo: weights) }
      let found = try stacked.map { try #require($0.gradients) }
      try #require(Tensor.inOrder(found).contains { $0.operation?.name == "gathered matmul" })
      let outputs = (found + separate.flatMap { $0 }).map { Plan.Output($0) }
      let plan = Plan(stages: [outputs])
      let stepwise = Plan(stages: [outputs], joinsSteps: false)
      input.storage?.assign(tensor(input.shape).values)
      plan.run()
      stepwise.run()
      try #require(plan.operationNames().contains("gathered matmul+gate"))
      for index in found.indices {
        try #require(plan.result(index).values == stepwise.result(index).values)
      }
      for index in weights.indices {
        let together = plan.result(index).values
        let apart = separate.indices.flatMap {
          plan.result(weights.count * ($0 + 1) + index).values
        }
        let errors = zip(together, apart).map { abs($0 - $1) }
        let size = apart.reduce(0) { max($0, abs($1)) }
        try #require(errors.allSatisfy { $0 < 2e-5 * size })
      }
    }
  }
}
