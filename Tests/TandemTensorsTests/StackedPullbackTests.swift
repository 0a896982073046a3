import TandemTensors
import TestSupport
import Testing

/// Several upstream gradients in one sweep give what they give one by one.
@Suite struct StackedPullbackTests {
  @Test("a stack of gradients is pulled back as each of them", arguments: Operations.all)
  func law(example: OperationExample) {
    forAll(count: 3) { source in
      let inputs = zip(example.inputs(&source), example.shapes).map { Tensor($0, $1) }
      // An example may be made of several operations: each of them, where it stands.
      for tensor in Tensor.inOrder([example.apply(inputs)]) {
        guard let operation = tensor.operation else { continue }
        let count = source.whole(1...3)
        let shape = Shape([count] + tensor.shape.sizes)
        let upstreams = Tensor(
          (0..<shape.count).map { _ in Float(source.number(-1...1)) }, shape)
        let stacked = try operation.stackedPullback(
          upstreams, inputs: tensor.inputs, output: tensor)
        let separate = try (0..<count).map {
          try operation.pullback(upstreams.part($0), inputs: tensor.inputs, output: tensor)
        }
        for (index, input) in tensor.inputs.enumerated() {
          guard let together = stacked[index] else {
            try #require(separate.allSatisfy { $0[index] == nil }, "\(operation.name)")
            continue
          }
          try #require(together.shape == Shape([count] + input.shape.sizes))
          let expected = separate.flatMap { $0[index]?.values ?? [] }
          try #require(areNear(together.values, expected), "\(operation.name), input \(index)")
        }
      }
    }
  }

  private func areNear(_ a: [Float], _ b: [Float]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) }
  }

  @Test("a shared side of a product meets every matrix of the other")
  func sharedSide() {
    forAll(count: 10) { source in
      let (m, k, n) = (source.whole(1...70), source.whole(0...70), source.whole(1...70))
      let count = source.whole(1...5)
      let a = LinearAlgebraTests.matrix(m, k, &source)
      let b = LinearAlgebraTests.matrix(count * k, n, &source).reshaped(to: [count, k, n])
      let expected = (0..<count).map { a.matmul(b.part($0)) }
      let shared = a.matmul(b)
      try #require(shared.shape == [count, m, n])
      try #require(areNear(shared.values, expected.flatMap(\.values)))
      // The other way round, each matrix read transposed.
      let turned = b.transposed.matmul(a.transposed.reshaped(to: [1, k, m]).reshaped(to: [k, m]))
      try #require(areNear(turned.values, shared.transposed.values))
    }
  }
}
