import TandemCatalog
import TandemNetworks
import TandemTensors
import Testing

@Suite struct LayerTemplateTests {
  private func dense(_ size: Double) throws -> LayerTemplate {
    try Methods.layer("dense", ["size": .number(size)])
  }

  private func bind(_ template: LayerTemplate, _ row: Shape) throws -> BoundSequence {
    var generator = Generator(seed: 1)
    return try template.bind(to: row, using: &generator)
  }

  @Test("a dense at the front flattens each row, a later one acts on the last axis")
  func front() throws {
    let front = try bind(try dense(5), [2, 3, 4])
    #expect(front.outputShape == [5])
    #expect(front.parameters[0].shape == [5, 24])
    let later = try bind(Methods.row([try Methods.layer("relu"), try dense(5)]), [2, 3, 4])
    #expect(later.outputShape == [2, 3, 5])
    #expect(later.parameters[0].shape == [5, 4])
    var context = ForwardContext(isTraining: false)
    #expect(try front(.ones([7, 2, 3, 4]), in: &context).shape == [7, 5])
    #expect(try later(.ones([7, 2, 3, 4]), in: &context).shape == [7, 2, 3, 5])
    #expect(try bind(try dense(2), []).parameters[0].shape == [2, 1])
    #expect(later.floatingPointOperations == 24 + 2 * 24 * 5)
  }

  @Test("parameters are named by their layer's place")
  func names() throws {
    let row = Methods.row([
      try dense(3), try Methods.layer("batch_norm"), try Methods.layer("relu"), try dense(2),
    ])
    let bound = try bind(row, [4])
    let names = ["[0].weight", "[0].bias", "[1].weight", "[1].bias", "[3].weight", "[3].bias"]
    #expect(bound.parameterNames == names)
    #expect(bound.parameters.count == names.count)
    #expect(bound.statistics.map(\.name) == ["running_mean", "running_variance"])
  }

  @Test("a repetition has weights of its own each time")
  func repetition() throws {
    let block = Methods.row([try dense(4), try Methods.layer("relu")])
    let three = try #require(block.repeated(3))
    #expect(three.layers.count == 6)
    let bound = try bind(three, [4])
    #expect(bound.parameters[0].value.values != bound.parameters[2].value.values)
    #expect(block.repeated(0) == nil)
    #expect(block.repeated(501) == nil)
    #expect(block.repeated(.max) == nil)
    #expect(three.sourceText.hasPrefix("dense(4) -> relu -> dense(4)"))
  }

  @Test("the same seed gives the same weights, within their bounds")
  func initialWeights() throws {
    let (first, second) = (try bind(try dense(50), [100]), try bind(try dense(50), [100]))
    let weights = first.parameters[0].value.values
    #expect(weights == second.parameters[0].value.values)
    #expect(weights.allSatisfy { abs($0) <= 0.1 })
    #expect((weights.max() ?? 0) > 0.099)
    #expect(first.parameters[1].value.values.allSatisfy { $0 == 0 })
  }

  @Test("what does not fit says which layer, and what it needs")
  func unfit() throws {
    let norm = try Methods.layer("batch_norm")
    let error = #expect(throws: LayerBindingError.self) { _ = try bind(norm, []) }
    #expect(
      error?.error
        == ShapeError(
          operation: "batch_norm", expected: "rows shaped [channels, …]", actual: [[]]))
    let huge = #expect(throws: LayerBindingError.self) {
      _ = try bind(Methods.row([try dense(1_000_000), try dense(1_000_000)]), [1])
    }
    #expect(huge?.inputShape == [1_000_000])
    #expect(huge?.error.expected == "at most 134217728 weights")
    let deep = try #require(try dense(5).repeated(4))
    let tooMany = #expect(throws: LayerBindingError.self) {
      var generator = Generator(seed: 1)
      _ = try deep.bind(to: [5], using: &generator, weightLimit: 100)
    }
    #expect(tooMany?.error.expected == "a part of at most 100 weights")
    let small = try bind(try dense(3), [4])
    var context = ForwardContext(isTraining: false)
    #expect(throws: ShapeError.self) { _ = try small.layers[0].layer(.ones([2, 5]), in: &context) }
  }

  @Test(
    "no layer makes more of a row than a batch of rows can hold, on its way neither",
    arguments: [
      ("embedding", ["size": 1_000_000, "vocabulary": 2], [64], [64, 1_000_000]),
      ("attention", ["heads": 1, "size": 1_000_000], [64, 1], [64, 3_000_000]),
      ("attention", ["heads": 1], [100_000, 1], [100_000, 64]),
      ("transformer", ["heads": 1, "feedforward": 1_000_000], [64, 1], [64, 1_000_000]),
      ("gru", ["size": 5000], [1000, 1], [1000, 15_000]),
      ("lstm", ["size": 5000], [1000, 1], [1000, 20_000]),
    ] as [(String, [String: Double], Shape, Shape)])
  func largestRows(name: String, settings: [String: Double], row: Shape, made: Shape) throws {
    let layer = try Methods.layer(name, settings.mapValues { .number($0) })
    let error = #expect(throws: LayerBindingError.self) { _ = try bind(layer, row) }
    #expect(error?.error.expected == "at most 4194304 numbers a row")
    #expect(error?.error.actual == [made])
  }

  @Test("no layer gives a row more axes than batches and stacks of rows can be broadcast with")
  func largestRank() throws {
    let ids = try Methods.layer("embedding", ["size": .number(2), "vocabulary": .number(3)])
    #expect(try bind(ids, [2, 2, 2, 2, 2]).outputShape.rank == LayerTemplate.maximumRowRank)
    let error = #expect(throws: LayerBindingError.self) {
      _ = try bind(Methods.row([ids, ids]), [2, 2, 2, 2, 2])
    }
    #expect(error?.error.expected == "at most 6 axes a row")
  }

  @Test("dropout draws anew for each layer, and does nothing after training")
  func dropout() throws {
    let layer = try Methods.layer("dropout", ["rate": .number(0.5)])
    let bound = try bind(Methods.row([layer, layer]), [100])
    let input = Tensor.ones([1, 100])
    var training = ForwardContext(isTraining: true, seed: 3)
    let values = try bound(input, in: &training).values
    // A quarter survives two masks that have nothing to do with each other; scaled by 2 twice.
    #expect((10...45).contains(values.count { $0 == 4 }))
    #expect(values.allSatisfy { $0 == 0 || $0 == 4 })
    var evaluation = ForwardContext(isTraining: false)
    #expect(try bound(input, in: &evaluation) === input)
  }

  @Test("a batch of one row uses the running figures of batch_norm")
  func singleRow() throws {
    let bound = try bind(try Methods.layer("batch_norm"), [2])
    bound.statistics[0].value.storage?.assign([1, 2])
    bound.statistics[1].value.storage?.assign([4, 1])
    var context = ForwardContext(isTraining: true)
    let values = try bound(Tensor([3, 3], [1, 2]), in: &context).values
    #expect(abs(values[0] - 1) < 1e-4 && abs(values[1] - 1) < 1e-4)
    #expect(context.statisticsUpdates.isEmpty)
  }
}
