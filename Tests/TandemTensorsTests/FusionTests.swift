import TandemTensors
import TestSupport
import Testing

/// Steps that a plan joins to one: the numbers keep their bits.
@Suite struct FusionTests {
  @Test("a chain is one step, whose name tells what is in it")
  func names() throws {
    let (x, bias) = (Tensor.placeholder([4, 3]), Tensor.placeholder([3]))
    #expect(names((x + bias).relu()) == ["add+relu"])
    #expect(names((x + bias).relu().softmax().square()) == ["add+relu", "softmax", "square"])
    // A bias that is repeated first, and the same numbers in another shape, change nothing.
    #expect(names((x + bias.broadcast(to: [4, 3])).tanh()) == ["add+tanh"])
    let reshaped = (x.exp() + bias).reshaped(to: [2, 2, 3]) * bias
    #expect(names(reshaped) == ["exp+add+multiply"])
    // Columns meet other numbers in another shape: two steps.
    let columns = (x + Tensor.placeholder([4, 1])).reshaped(to: [12]).exp()
    #expect(names(columns) == ["add", "exp"])
    // What is needed elsewhere is computed once.
    let sum = x + bias
    #expect(names(sum.relu(), sum) == ["add", "relu"])
    #expect(names(sum.relu().softmax() + sum.tanh().softmax()).count == 6)
    // A factor that several steps share is computed in each.
    let factor = Tensor.placeholder([]) * 0.5
    #expect(names(x * factor, x.exp() * factor) == ["scale+multiply", "scale+exp+multiply"])
  }

  @Test("elementwise steps are done on the tiles of the product before them")
  func products() throws {
    let (x, weight) = (Tensor.placeholder([4, 3]), Tensor.placeholder([5, 3]))
    let bias = Tensor.placeholder([5])
    let product = x.matmul(weight.transposed)
    #expect(names((product + bias).relu()) == ["matmul+add+relu"])
    #expect(names((product + bias).relu(), product) == ["matmul", "add+relu"])
    let both = x.square().matmul(weight.transposed) + product
    #expect(names(both.tanh()) == ["square", "matmul", "matmul+add+tanh"])
    let rows = Tensor.placeholder([2, 2, 3]).matmul(weight.transposed)
    #expect(names((rows + bias).relu()) == ["matmul+add+relu"])
    #expect(names(product.transposed.relu()) == ["matmul", "transpose", "relu"])
  }

  @Test("large products with steps behind them give the same bits, in one batch or several")
  func largeProducts() {
    let shapes: [(Shape, Shape, Shape)] = [
      ([300, 200], [200, 1100], [1100]), ([300, 64], [64, 500], [300, 1]),
      ([6, 40, 30], [6, 30, 50], [50]), ([3, 2, 40, 30], [2, 30, 50], [2, 1, 1]),
      ([200, 300], [300, 1], [1]), ([2, 3, 40, 30], [30, 50], [3, 1, 50]),
    ]
    forAll(count: shapes.count * 2) { source in
      let (left, right, other) = source.element(of: shapes)
      let leaves = [left, right, other].map { Tensor.placeholder($0) }
      let product = leaves[0].matmul(leaves[1])
      let end = (product + leaves[2]).relu() * leaves[2] - product
      let gate = Tensor.placeholder(end.shape)
      for leaf in leaves + [gate] {
        leaf.storage?.assign((0..<leaf.shape.count).map { _ in Float(source.number(-1...1)) })
      }
      let plans = [true, false].map {
        Plan(stages: [[.init(end.passed(where: gate))]], joinsSteps: $0)
      }
      #expect(plans[0].operationNames().count == 1)
      for plan in plans { plan.run() }
      let bits = plans.map { $0.result(0).values.map(\.bitPattern) }
      try #require(bits[0] == bits[1])
    }
  }

  private func names(_ outputs: Tensor...) -> [String] {
    Plan(stages: [outputs.map { .init($0) }]).operationNames()
  }

  @Test("random nets of elementwise steps give the same bits joined and one by one")
  func randomNets() {
    forAll(count: 300) { source in
      let shapes: [Shape] = [[4, 6], [6], [4, 1], [], [24], [2, 2, 6]]
      let leaves = shapes.map { Tensor.placeholder($0) }
      var nodes = leaves
      for _ in 0..<source.whole(3...40) {
        let (a, b) = (source.element(of: nodes), source.element(of: nodes))
        nodes.append(node(of: a, b, kind: source.whole(0...12)))
      }
      let wanted = source.list(1...4) { $0.element(of: nodes) } + [nodes[nodes.count - 1]]
      let split = source.whole(0...wanted.count)
      let stages = [Array(wanted[..<split]), Array(wanted[split...])]
      for leaf in leaves {
        leaf.storage?.assign((0..<leaf.shape.count).map { _ in Float(source.number(-2...2)) })
      }
      let plans = [true, false].map { joins in
        Plan(stages: stages.map { $0.map { .init($0) } }, joinsSteps: joins)
      }
      for _ in 0..<2 {
        for plan in plans { for stage in 0...1 { plan.run(stage: stage) } }
        for stage in 0...1 {
          for index in stages[stage].indices {
            let bits = plans.map { $0.result(stage: stage, index).values.map(\.bitPattern) }
            try #require(bits[0] == bits[1])
          }
        }
      }
    }
  }

  @Test("products of single terms are multiplied with the steps around them")
  func outerProducts() {
    let (a, b) = (Tensor.placeholder([4, 1]), Tensor.placeholder([6, 1]))
    let outer = a.matmul(b.transposed)
    let stacked = Tensor.placeholder([3, 4, 1]).matmul(Tensor.placeholder([3, 1, 6]))
    #expect(names((outer + 1).relu()) == ["multiply+scale+relu"])
    #expect(
      names(stacked + a.transposed.transposed.matmul(b.transposed)) == ["multiply+multiply+add"])
  }

  /// A step on one or two tensors; their shapes are made to fit where they do not.
  private func node(of a: Tensor, _ b: Tensor, kind: Int) -> Tensor {
    let fits = a.shape.broadcast(with: b.shape) != nil
    let b = fits ? b : (b.shape.count == a.shape.count ? b.reshaped(to: a.shape) : a)
    switch kind {
    case 0: return a + b
    case 1: return a * b
    case 2: return a - b
    case 3: return a.passed(where: b)
    case 4: return a.tanh()
    case 5: return a.scaled(by: 0.5, plus: 0.25)
    case 6: return a.relu()
    case 7:
      let canRepeat = a.shape.broadcast(with: [4, 6]) == [4, 6]
      return a.shape.count == 24
        ? a.reshaped(to: [4, 6]) : canRepeat ? a.broadcast(to: [4, 6]) : a
    case 11:
      let columns = a.reshaped(to: [a.shape.count, 1]).matmul(b.reshaped(to: [1, b.shape.count]))
      return columns.shape.count > 600 ? a : columns
    case 12:
      return a.shape.rank > 0 && b.shape == a.shape && a.shape.count < 600
        ? .concatenated([a, b, a.exp()]) : a
    case 8:
      let isCut = a.shape.rank > 0 && a.shape[0] > 1
      return isCut ? a.slice(along: 0, from: 1, to: 2) : a.exp().scaled(by: 0.1)
    case 9:
      guard a.shape.rank > 1, a.shape.count % 6 == 0 else { return a.square() }
      let rows = a.reshaped(to: [a.shape.count / 6, 6])
      return rows.transposed.matmul(rows).matmul(rows.transposed).transposed.scaled(by: 0.01)
    default: return a.shape.rank > 1 ? a.sum(over: [0]) : a.square()
    }
  }

  @Test("every operation gives its numbers between joined steps", arguments: Operations.all)
  func betweenChains(example: OperationExample) {
    forAll(count: 3) { source in
      let inputs = example.inputs(&source)
      let leaves = example.shapes.map { Tensor.placeholder($0) }
      let positions = example.positionCount == nil ? leaves.count : leaves.count - 1
      let chained = leaves.enumerated().map { index, leaf in
        index < positions ? (leaf + Tensor.zeros([1])).scaled(by: 1) : leaf
      }
      let result = example.apply(chained)
      let other = Tensor.placeholder(result.shape)
      let end = (result + other).relu() * other
      let plans = [true, false].map { Plan(stages: [[.init(end)]], joinsSteps: $0) }
      for (leaf, values) in zip(leaves, inputs) { leaf.storage?.assign(values) }
      other.storage?.assign((0..<other.shape.count).map { _ in Float(source.number(-1...1)) })
      for _ in 0..<2 {
        for plan in plans { plan.run() }
        let bits = plans.map { $0.result(0).values.map(\.bitPattern) }
        try #require(bits[0] == bits[1])
      }
      #expect(plans[0].peakByteCount <= plans[1].peakByteCount)
    }
  }
}
