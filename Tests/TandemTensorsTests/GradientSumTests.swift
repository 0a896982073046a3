import Testing

@testable import TandemTensors

/// What the uses of one tensor pull back is summed, slices side by side.
@Suite struct GradientSumTests {
  private func names(_ tensor: Tensor) -> [String] {
    Plan(stages: [[.init(tensor)]]).operationNames()
  }

  @Test("slices that do not overlap are put side by side once")
  func apart() throws {
    let leaf = Tensor.placeholder([2, 5])
    let parts = [(3, 5), (0, 2)].map { leaf.slice(along: 1, from: $0.0, to: $0.1).square() }
    let gradient = try gradients(of: parts, withRespectTo: [leaf])[0]
    #expect(names(gradient).filter { $0 == "concatenate" }.count == 1)
    #expect(!names(gradient).contains("pad") && !names(gradient).contains("add"))
    let known = Tensor([1, 2, 3, 4, 5, -1, -2, -3, -4, -5], [2, 5])
    let squares = [(3, 5), (0, 2)].map { known.slice(along: 1, from: $0.0, to: $0.1).square() }
    #expect(
      try gradients(of: squares, withRespectTo: [known])[0].values
        == [2, 4, 0, 8, 10, -2, -4, 0, -8, -10])
  }

  @Test("slices that overlap, along two axes, and other uses are added")
  func together() throws {
    let known = Tensor([1, 2, 3, 4, 5, 6], [2, 3])
    let uses = [
      known.slice(along: 1, from: 0, to: 2), known.slice(along: 1, from: 1, to: 3),
      known.slice(along: 1, from: 2, to: 3), known.slice(along: 0, from: 1, to: 2), known,
    ]
    let upstream = uses.enumerated().map { index, use in
      Tensor([Float](repeating: Float(index + 1), count: use.shape.count), use.shape)
    }
    #expect(
      try gradients(of: uses, upstream: upstream, withRespectTo: [known])[0].values
        == [6, 8, 10, 10, 12, 14])
  }

  @Test("a single slice pulls back as before")
  func single() throws {
    let leaf = Tensor.placeholder([3, 2])
    let gradient = try gradients(
      of: [leaf.slice(along: 0, from: 1, to: 2).square()], withRespectTo: [leaf])[0]
    #expect(names(gradient).contains("pad"))
  }

  @Test("stacks of gradients of slices are put side by side once, too")
  func stacked() throws {
    let leaf = Tensor.placeholder([2, 4])
    let whole = leaf.square()
    let parts = [(0, 1), (1, 3), (3, 4)].map { whole.slice(along: 1, from: $0.0, to: $0.1) }
    let outputs = (0..<2).map { index in
      parts.map { ($0 * Float(index + 1)).sum() }.reduce(Tensor(0)) { $0 + $1 }
    }
    let gradient = try #require(
      stackedGradients(of: outputs, withRespectTo: [leaf])[0].gradients)
    #expect(gradient.shape == [2, 2, 4])
    #expect(!names(gradient).contains("pad"))
    leaf.storage?.assign([1, 2, 3, 4, 5, 6, 7, 8])
    let plan = Plan(stages: [[.init(gradient)]])
    plan.run()
    #expect(
      plan.result(0).values == [2, 4, 6, 8, 10, 12, 14, 16, 4, 8, 12, 16, 20, 24, 28, 32])
  }
}
