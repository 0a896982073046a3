import TandemCatalog
import TandemNetworks
import TandemTensors
import Testing

/// Layers and optimizers against PyTorch's numbers.
@Suite struct ReferenceTests {
  @Test("each layer and its gradients are PyTorch's")
  func layers() throws {
    let cases = try NetworkReference.layers()
    #expect(Set(cases.map(\.layer)) == Set(Layers.all.map(\.descriptor.name)))
    for reference in cases { try check(reference) }
  }

  private func check(_ reference: NetworkReference.LayerCase) throws {
    var generator = Generator(seed: 1)
    let template = try Methods.layer(
      reference.layer, reference.arguments.mapValues { try $0.value() })
    let row = Shape(Array(reference.input.shape.dropFirst()))
    let bound = try template.layers[0].bind(to: row, using: &generator)
    let layer = bound.layer
    #expect(Set(layer.parameterNames) == Set(reference.parameters.keys), "\(reference.layer)")
    for (name, parameter) in zip(layer.parameterNames, layer.parameters) {
      parameter.value.storage?.assign(try #require(reference.parameters[name]).values)
    }
    for (name, numbers) in reference.statistics {
      let ours = name == "running_var" ? "running_variance" : name
      let parameter = try #require(layer.statistics.first { $0.name == ours })
      parameter.value.storage?.assign(numbers.values)
    }
    let input = reference.input.tensor
    var context = ForwardContext(isTraining: reference.isTraining)
    let output = try layer(input, in: &context)
    #expect(output.shape.sizes == reference.output.shape)
    #expect(output.shape.sizes.dropFirst() == bound.outputShape.sizes[...])
    expectFourDigits(output.values, reference.output.values, "\(reference.layer) output")
    let gradients = try gradients(
      of: [output], upstream: [reference.upstream.tensor],
      withRespectTo: [input] + layer.parameters.map(\.value))
    expectFourDigits(
      gradients[0].values, reference.inputGradient.values, "\(reference.layer) input gradient")
    for (name, gradient) in zip(layer.parameterNames, gradients.dropFirst()) {
      let expected = try #require(reference.parameterGradients[name])
      expectFourDigits(gradient.values, expected.values, "\(reference.layer) gradient of \(name)")
    }
    let updates = context.statisticsUpdates
    #expect(updates.count == (reference.isTraining ? layer.statistics.count : 0))
    for update in updates {
      let name = update.parameter.name == "running_variance" ? "running_var" : update.parameter.name
      let expected = try #require(reference.newStatistics[name])
      expectFourDigits(update.value.values, expected.values, "\(reference.layer) \(name)")
    }
  }
}
