import TandemCatalog
import TandemNetworks
import TandemTensors
import TestSupport
import Testing

/// Laws that every layer obeys; a new one is tested the moment it is registered.
@Suite struct LayerLawsTests {
  static let names = Layers.all.map(\.descriptor.name)
  /// Shapes of rows that every layer takes.
  static let rows: [Shape] = [[4], [2, 3]]

  /// A layer with parameters that are not at their start, and a batch for it.
  private func sample(_ name: String, _ row: Shape, _ source: inout RandomSource) throws -> (
    layer: any Layer, bound: BoundLayer, input: [Float], shape: Shape
  ) {
    let descriptor = try #require(Layers.all.first { $0.descriptor.name == name }).descriptor
    let template = try Methods.layer(name, Methods.smallest(descriptor))
    var generator = Generator(seed: source.next())
    let bound = try template.layers[0].bind(to: row, using: &generator)
    for parameter in bound.layer.parameters + bound.layer.statistics {
      let isVariance = parameter.name == "running_variance"
      parameter.value.storage?.assign(
        (0..<parameter.shape.count).map { _ in Float(source.number(isVariance ? 0.5...2 : -1...1)) }
      )
    }
    let shape = Shape([5] + row.sizes)
    let input = (0..<shape.count).map { _ in Float(source.number(-2...2)) }
    return (bound.layer, bound, input, shape)
  }

  @Test("rows come out in the shape that binding promised", arguments: names, rows)
  func shapes(name: String, row: Shape) throws {
    var source = RandomSource(seed: 1)
    let (layer, bound, input, shape) = try sample(name, row, &source)
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
    #expect(bound.name == name)
  }

  @Test("planned and unplanned give the same bits", arguments: names, rows)
  func planned(name: String, row: Shape) throws {
    var source = RandomSource(seed: 2)
    let (layer, _, input, shape) = try sample(name, row, &source)
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

  @Test("gradients by inputs and parameters agree with differences", arguments: names, rows)
  func gradients(name: String, row: Shape) throws {
    for isTraining in [true, false] {
      try forAllSamples(name, row) { layer, inputs, shapes, source in
        let check = LayerGradientCheck(layer, shapes, isTraining, &source)
        let direction = check.randomNumbers(&source)
        let slope = slope(try check.gradients(at: inputs), along: direction)
        let difference = try centralDifference(at: inputs, along: direction, of: check.value)
        try #require(isSlope(slope, near: difference), "gradient \(slope), \(difference)")
      }
    }
  }

  @Test("gradients of gradients agree with differences", arguments: names, rows)
  func secondGradients(name: String, row: Shape) throws {
    try forAllSamples(name, row) { layer, inputs, shapes, source in
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
    _ name: String, _ row: Shape,
    _ body: (any Layer, [[Float]], [Shape], inout RandomSource) throws -> Void
  ) throws {
    forAll(count: 3, seed: 10) { source in
      let (layer, _, input, shape) = try sample(name, row, &source)
      let parameters = layer.parameters.map(\.value)
      try body(
        layer, [input] + parameters.map(\.values), [shape] + parameters.map(\.shape), &source)
    }
  }

  @Test("a layer lists every parameter that it has, by its own name", arguments: names)
  func listed(name: String) throws {
    var source = RandomSource(seed: 3)
    let layer = try sample(name, [4], &source).layer
    let listed = layer.parameters + layer.statistics
    let found = Mirror(reflecting: layer).children.flatMap { child in
      Self.parameters(in: child.value).map { (child.label ?? "", $0) }
    }
    for (label, parameter) in found {
      #expect(listed.contains { $0 === parameter }, "'\(label)' of \(name) is not listed")
      let snake = label.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
      #expect(parameter.name == snake)
    }
    #expect(found.count == listed.count)
    #expect(Set(listed.map(ObjectIdentifier.init)).count == listed.count, "listed twice")
  }

  /// The parameters behind a property: itself, or what an optional or a list holds.
  private static func parameters(in value: Any) -> [Parameter] {
    if let parameter = value as? Parameter { return [parameter] }
    return Mirror(reflecting: value).children.flatMap { parameters(in: $0.value) }
  }

  @Test("a layer's text makes the layer again", arguments: names)
  func text(name: String) throws {
    let descriptor = try #require(Layers.all.first { $0.descriptor.name == name }).descriptor
    let layer = try Methods.layer(name, Methods.smallest(descriptor))
    #expect(layer.sourceText == (name == "dense" ? "dense(3)" : name))
    #expect(layer.kind == .layer)
  }
}
