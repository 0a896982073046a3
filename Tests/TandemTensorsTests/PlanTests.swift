import TandemTensors
import TestSupport
import Testing

@Suite struct PlanTests {
  @Test("memory is used again, and the peak says how much there is")
  func arena() {
    let x = Tensor.placeholder([1000])
    var y = x.exp()
    // Each step needs the one before it and nothing else: the chain runs in one place.
    for _ in 0..<20 { y = y.tanh() }
    let chain = Plan(stages: [[.init(y)]], joinsSteps: false)
    #expect(chain.operationNames().count == 21)
    #expect(chain.peakByteCount <= 1008 * 4)
    // Five results that are all kept need five places.
    let kept = (1...5).map { x.scaled(by: Float($0)) }
    #expect(Plan(stages: [kept.map { .init($0) }]).peakByteCount >= 5000 * 4)
  }

  @Test("random graphs give what they give unplanned, however memory is shared")
  func randomGraphs() {
    forAll(count: 200) { source in
      let shapes: [Shape] = [[4, 6], [6], [4, 1]]
      let leaves = shapes.map { Tensor.placeholder($0) }
      let numbers = shapes.map { shape in
        (0..<shape.count).map { _ in Float(source.number(-1...1)) }
      }
      let known = zip(numbers, shapes).map { Tensor($0, $1) }
      var (promised, computed) = (leaves, known)
      for _ in 0..<source.whole(3...25) {
        let (a, b) = (source.whole(0...promised.count - 1), source.whole(0...promised.count - 1))
        let operations: [([Tensor]) -> Tensor] = [
          { $0[a] + $0[b] }, { $0[a] * $0[b] }, { $0[a].tanh() }, { $0[a].relu() - $0[b] },
          { ($0[a] + $0[0]).softmax() },
          { ($0[a] + $0[0]).sum(over: [1], keepingDimensions: true) },
          { ($0[a] + $0[0]).reshaped(to: [6, 4]).transposed.reshaped(to: [4, 6]) },
          { ($0[a] + $0[0]).matmul(($0[b] + $0[0]).transposed).matmul($0[0]).tanh() },
          {
            let (x, y) = (($0[a] + $0[0]).tanh(), ($0[b] + $0[0]).softmax())
            return .concatenated([x, y, x]).slice(along: 0, from: 2, to: 6) + y
          },
          {
            .concatenated([$0[a] + $0[0], $0[b] + $0[0]], along: 1).slice(along: 1, from: 3, to: 9)
          },
          { Tensor.stacked([($0[a] + $0[0]).relu(), ($0[b] + $0[0]).softmax()]).part(1) },
          { ($0[a] + $0[0]).reshaped(to: [2, 2, 6]).permuted([1, 0, 2]).reshaped(to: [4, 6]) },
        ]
        let operation = source.element(of: operations)
        promised.append(operation(promised))
        computed.append(operation(computed))
      }
      let wanted = source.list(1...4) { $0.whole(0...promised.count - 1) }
      let split = source.whole(0...wanted.count)
      var outputs = wanted.map { index -> Plan.Output in
        let buffer = FloatBuffer(count: promised[index].shape.count)
        return .init(promised[index], to: source.oneIn(2) ? buffer.whole : nil)
      }
      let second = Array(outputs[split...])
      outputs.removeSubrange(split...)
      let plan = Plan(stages: [outputs, second])
      for (leaf, values) in zip(leaves, numbers) { leaf.storage?.assign(values) }
      for _ in 0..<2 {
        plan.run(stage: 0)
        plan.run(stage: 1)
        for (place, index) in wanted.enumerated() {
          let stage = place < split ? 0 : 1
          let result = plan.result(stage: stage, stage == 0 ? place : place - split).values
          try #require(result == computed[index].values)
        }
      }
    }
  }

  @Test("equal operations on equal inputs are computed once")
  func commonSubexpressions() {
    let x = Tensor.placeholder([3, 4])
    let twice = x.exp() * x.exp()
    #expect(
      Plan(stages: [[.init(twice)]], joinsSteps: false).operationNames() == ["exp", "multiply"])
    let views = x.sum(over: [0]).sum() + x.reshaped(to: [4, 3]).sum(over: [0]).sum()
    // The same numbers in another shape are other columns.
    #expect(Plan(stages: [[.init(views)]], joinsSteps: false).operationNames().count == 5)
    let masks = x.dropout(rate: 0.5, seed: 1, stream: 1) + x.dropout(rate: 0.5, seed: 1, stream: 2)
    #expect(Plan(stages: [[.init(masks)]], joinsSteps: false).operationNames().count == 3)
  }

  @Test("constants are not computed again, what depends on parameters is")
  func constants() {
    let x = Tensor.placeholder([2])
    let constant = Tensor([1, 2], [2]).exp().square()
    #expect(Plan(stages: [[.init(x + constant)]]).operationNames() == ["add"])
    let parameter = Parameter(Tensor([1, 2], [2]))
    let square = parameter.value.square()
    #expect(square.values == [1, 4])
    let plan = Plan(stages: [[.init(square)]])
    parameter.value.storage?.assign([3, 4])
    plan.run()
    #expect(plan.result(0).values == [9, 16])
  }

  @Test("what a stage reads is overwritten only at its end")
  func oldNumbers() {
    let a = Parameter(Tensor([1, 2], [2]))
    let b = Parameter(Tensor([10, 20], [2]))
    let swap = Plan(stages: [
      [
        .init(b.value, to: a.value.storage), .init(a.value, to: b.value.storage),
        .init(a.value + b.value),
      ]
    ])
    swap.run()
    #expect(a.value.values == [10, 20])
    #expect(b.value.values == [1, 2])
    #expect(swap.result(2).values == [11, 22])
    // A running mean reads its old numbers and writes its new ones.
    let moved = Plan(stages: [
      [.init(a.value * 0.5 + 1, to: a.value.storage), .init(a.value.exp())]
    ])
    moved.run()
    #expect(a.value.values == [6, 11])
    #expect(moved.result(1).values == Tensor([10, 20], [2]).exp().values)
  }

  @Test("a later stage sees placeholders that were filled after the first")
  func stages() throws {
    let x = Tensor.placeholder([3])
    let weight = Tensor.placeholder([])
    let loss = x.square().sum()
    let gradient = try gradients(of: [loss], upstream: [weight], withRespectTo: [x])[0]
    let store = FloatBuffer(count: 5)
    let place = BufferSlice(store, offset: 1, count: 3)
    let plan = Plan(stages: [[.init(loss)], [.init(gradient, to: place)]])
    for step in 1...3 {
      x.storage?.assign([1, 2, Float(step)])
      plan.run(stage: 0)
      weight.storage?.assign([plan.result(stage: 0, 0).values[0]])
      plan.run(stage: 1)
      let loss = 5 + Float(step * step)
      #expect(store.whole.values == [0, 2 * loss, 4 * loss, 2 * Float(step) * loss, 0])
    }
  }

  @Test("a result that a later stage needs does not depend on its destination")
  func laterStage() {
    let x = Tensor.placeholder([2])
    let square = x.square()
    let place = FloatBuffer(count: 2)
    let plan = Plan(stages: [[.init(square, to: place.whole)], [.init(square + 1)]])
    x.storage?.assign([2, 3])
    plan.run(stage: 0)
    #expect(place.whole.values == [4, 9])
    place.whole.assign([0, 0])
    plan.run(stage: 1)
    #expect(plan.result(stage: 1, 0).values == [5, 10])
  }

  @Test("what is joined is computed where it belongs, and slices of it are views")
  func parts() {
    let x = Tensor.placeholder([2, 3])
    let parts = [x.softmax(), x.tanh(), x.square().softmax()]
    let joined = Tensor.concatenated([.stacked(parts), .stacked([x.exp()])])
    let slices = (1...2).map { joined.slice(along: 0, from: $0, to: $0 + 1).reshaped(to: [2, 3]) }
    let end = slices[0].matmul(slices[1].transposed)
    let outputs = [joined, end, joined.slice(along: 0, from: 0, to: 2)]
    let plan = Plan(stages: [outputs.map { .init($0) }])
    #expect(plan.operationNames() == ["softmax", "tanh", "square", "softmax", "exp", "matmul"])
    // A leaf is copied to its part; what is joined twice has one place, and is copied to the other.
    let twice = Tensor.concatenated([x.tanh(), x.tanh(), x])
    let copied = Plan(stages: [[.init(twice)]])
    #expect(copied.operationNames() == ["tanh", "concatenate"])
    let numbers = (0..<6).map { Float($0) / 4 - 0.5 }
    x.storage?.assign(numbers)
    let reference = Plan(stages: [(outputs + [twice]).map { .init($0) }], joinsSteps: false)
    for plan in [plan, copied, reference] { plan.run() }
    for index in outputs.indices {
      #expect(plan.result(index).values == reference.result(index).values)
    }
    #expect(copied.result(0).values == reference.result(3).values)
  }

  @Test("a profile counts the steps of each operation, and their work")
  func profile() throws {
    let x = Tensor.placeholder([7, 11])
    let product = (x.matmul(.placeholder([11, 13])) + 1).relu()
    let plan = Plan(stages: [[.init(product)], [.init(product.softmax())]])
    plan.run(stage: 0)
    PlanProfile.start()
    for _ in 0..<3 { for stage in 0...1 { plan.run(stage: stage) } }
    // Other tests' plans run at the same time.
    let entries = PlanProfile.finish().filter { $0.shape == [7, 13] }
    let counts = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.callCount) })
    #expect(counts == ["matmul+scale+relu": 3, "softmax": 3])
    let work = try #require(entries.first { $0.name == "matmul+scale+relu" })
    #expect(work.arithmeticCount == Double(3 * 2 * 7 * 11 * 13))
    #expect(work.seconds > 0)
    plan.run(stage: 0)
    #expect(PlanProfile.finish().filter { $0.shape == [7, 13] }.map(\.callCount).max() == 3)
  }

  @Test("an operation finds memory of its own, which later steps use again")
  func scratch() throws {
    let x = Tensor.placeholder([100])
    var y = try Tensor(Reversal(), [x])
    for _ in 0..<4 { y = try Tensor(Reversal(), [y * 2]) }
    let plan = Plan(stages: [[.init(y)]])
    let numbers = (0..<100).map(Float.init)
    x.storage?.assign(numbers)
    for _ in 0..<2 {
      plan.run()
      #expect(plan.result(0).values == numbers.reversed().map { $0 * 16 })
    }
    #expect(plan.peakByteCount <= 2 * 112 * 4)
    #expect(try Tensor(Reversal(), [Tensor(numbers, [100])]).values == numbers.reversed())
  }
}

/// The numbers in reverse, by way of scratch memory and over the input.
private struct Reversal: Operation {
  let name = "reversal"
  var canRunInPlace: Bool { true }

  func outputShape(for inputs: [Shape]) throws -> Shape { inputs[0] }
  func scratchCount(for inputs: [Shape]) -> Int { inputs[0].count }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    context.scratch.update(from: inputs[0].pointer, count: output.count)
    for i in 0..<output.count { output.numbers[i] = context.scratch[output.count - 1 - i] }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    [try Tensor(self, [upstream])]
  }
}
