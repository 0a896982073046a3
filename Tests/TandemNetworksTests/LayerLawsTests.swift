import TandemCatalog
import TandemNetworks
import TandemTensors
import TestSupport
import Testing

/// Laws that every layer obeys; a new one is tested the moment it is registered.
@Suite struct LayerLawsTests {
  static let examples = LayerExample.all

  /// A layer with parameters that are not at their start, and a batch for it.
  private func sample(_ example: LayerExample, _ source: inout RandomSource) throws -> (
    layer: any Layer, bound: BoundLayer, input: [Float], shape: Shape
  ) {
    var generator = Generator(seed: source.next())
    let bound = try example.template().layers[0].bind(to: example.row, using: &generator)
    for parameter in bound.layer.parameters + bound.layer.statistics {
      let isVariance = parameter.name == "running_variance"
      parameter.value.storage?.assign(
        (0..<parameter.shape.count).map { _ in Float(source.number(isVariance ? 0.5...2 : -1...1)) }
      )
    }
    let shape = Shape([5] + example.row.sizes)
    let input = example.batch(&source)
    return (bound.layer, bound, input, shape)
  }

  @Test("every layer of the language has an example")
  func presence() {
    #expect(Set(Self.examples.map(\.name)) == Set(Layers.all.map(\.descriptor.name)))
  }

  @Test("rows come out in the shape that binding promised", arguments: examples)
  func shapes(example: LayerExample) throws {
    var source = RandomSource(seed: 1)
    let (layer, bound, input, shape) = try sample(example, &source)
    for isTraining in [true, false] {
      var context = ForwardContext(isTraining: isTraining)
      let output = try layer(Tensor(input, shape), in: &context)
      #expect(output.shape == Shape([5] + bound.outputShape.sizes))
      #expect(output.values.allSatisfy { $0.isFinite })
      for update in context.statisticsUpdates {
        #expect(update.value.shape == update.parameter.shape)
      }
    }
    #expect(bound.floatingPointOperations >= 0)
    #expect(bound.name == example.name)
  }

  @Test("planned and unplanned give the same bits", arguments: examples)
  func planned(example: LayerExample) throws {
    var source = RandomSource(seed: 2)
    let (layer, _, input, shape) = try sample(example, &source)
    for isTraining in [true, false] {
      var known = ForwardContext(isTraining: isTraining)
      let expected = try layer(Tensor(input, shape), in: &known)
      let leaf = Tensor.placeholder(shape)
      var context = ForwardContext(isTraining: isTraining)
      let output = try layer(leaf, in: &context)
      let updates = context.statisticsUpdates.map { Plan.Output($0.value) }
      let plan = Plan(stages: [[.init(output)] + updates])
      leaf.storage?.assign(input)
      plan.run()
      #expect(plan.result(0).values == expected.values)
      for (index, update) in known.statisticsUpdates.enumerated() {
        #expect(plan.result(index + 1).values == update.value.values)
      }
    }
  }

  @Test("gradients by inputs and parameters agree with differences", arguments: examples)
  func gradients(example: LayerExample) throws {
    for isTraining in [true, false] {
      try forAllSamples(example) { layer, inputs, shapes, source in
        let check = LayerGradientCheck(layer, shapes, isTraining, &source)
        let direction = check.randomNumbers(&source)
        let slope = slope(try check.gradients(at: inputs), along: direction)
        let difference = try centralDifference(at: inputs, along: direction, of: check.value)
        try #require(isSlope(slope, near: difference), "gradient \(slope), \(difference)")
      }
    }
  }

  @Test("gradients of gradients agree with differences", arguments: examples)
  func secondGradients(example: LayerExample) throws {
    try forAllSamples(example) { layer, inputs, shapes, source in
      let check = LayerGradientCheck(layer, shapes, true, &source)
      let (direction, probe) = (check.randomNumbers(&source), check.randomNumbers(&source))
      let slope = slope(try check.secondGradients(at: inputs, probe), along: direction)
      let difference = try centralDifference(at: inputs, along: direction) {
        TestSupport.slope(try check.gradients(at: $0), along: probe)
      }
      try #require(isSlope(slope, near: difference, noise: 1e-2), "\(slope), \(difference)")
    }
  }

  private func forAllSamples(
    _ example: LayerExample,
    _ body: (any Layer, [[Float]], [Shape], inout RandomSource) throws -> Void
  ) throws {
    forAll(count: 3, seed: 10) { source in
      let (layer, _, input, shape) = try sample(example, &source)
      let parameters = layer.parameters.map(\.value)
      try body(
        layer, [input] + parameters.map(\.values), [shape] + parameters.map(\.shape), &source)
    }
  }

  @Test("a layer without arguments is written by its name", arguments: Layers.all.map(\.descriptor))
  func text(descriptor: MethodDescriptor) throws {
    guard descriptor.arguments.allSatisfy({ $0.defaultValue != nil && !$0.isVariadic }) else {
      return
    }
    let layer = try Methods.layer(descriptor.name)
    #expect(layer.sourceText == descriptor.name)
    #expect(layer.kind == .layer)
  }
}
