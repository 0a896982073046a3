import TandemCatalog
import TandemNetworks
import TandemTensors
import TestSupport
import Testing

/// Rows of several lengths through recurrent layers.
@Suite struct RecurrentTests {
  private static let settings: [[String: Value]] = [
    [:], ["direction": .text("backward")], ["direction": .text("both"), "layers": .number(2)],
    ["direction": .text("both"), "returns": .text("last")],
    ["direction": .text("backward"), "returns": .text("last")],
  ]

  /// What a layer makes of rows, and the gradients of the sum of its squares by its parameters.
  private func results(
    _ layer: any Layer, _ rows: Tensor, mask: Tensor? = nil
  ) throws -> (output: Tensor, gradients: [[Float]]) {
    var context = ForwardContext(isTraining: true)
    context.mask = mask
    let output = try layer(rows, in: &context)
    let gradients = try gradients(
      of: [output.square().sum()], withRespectTo: layer.parameters.map(\.value))
    return (output, gradients.map(\.values))
  }

  @Test(
    "a padded row gives what it gives alone, at its own length", arguments: ["gru", "lstm"],
    settings.indices)
  func padding(name: String, index: Int) throws {
    let arguments = Self.settings[index].merging(["size": .number(3)]) { $1 }
    var generator = Generator(seed: 4)
    let layer = try Methods.layer(name, arguments).bind(to: [4, 2], using: &generator).layers[0]
      .layer
    let rows = Tensor.uniform(-1...1, [2, 4, 2], using: &generator)
    let mask = Tensor([1, 1, 1, 1, 1, 1, 0, 0], [2, 4])
    let both = try results(layer, rows, mask: mask)
    let long = try results(layer, rows.slice(along: 0, from: 0, to: 1))
    let short = try results(
      layer, rows.slice(along: 0, from: 1, to: 2).slice(along: 1, from: 0, to: 2))
    let padded = short.output.values
    let zeros = [Float](repeating: 0, count: both.output.shape.count / 2 - padded.count)
    expectFourDigits(both.output.values, long.output.values + padded + zeros, "outputs")
    for (index, gradient) in both.gradients.enumerated() {
      let sum = zip(long.gradients[index], short.gradients[index]).map { $0 + $1 }
      expectFourDigits(gradient, sum, "gradient of \(layer.parameterNames[index])")
    }
  }

  @Test("dropout lies between the layers, and only while training")
  func dropout() throws {
    var generator = Generator(seed: 4)
    let arguments: [String: Value] = [
      "size": .number(8), "layers": .number(2), "dropout": .number(0.5),
    ]
    let layer = try Methods.layer("gru", arguments).bind(to: [3, 2], using: &generator).layers[0]
      .layer
    let rows = Tensor.uniform(-1...1, [2, 3, 2], using: &generator)
    func output(isTraining: Bool, seed: UInt64) throws -> [Float] {
      var context = ForwardContext(isTraining: isTraining, seed: seed)
      return try layer(rows, in: &context).values
    }
    #expect(try output(isTraining: false, seed: 1) == output(isTraining: false, seed: 2))
    #expect(try output(isTraining: true, seed: 1) != output(isTraining: true, seed: 2))
    #expect(try output(isTraining: true, seed: 1).allSatisfy { $0 != 0 })
  }
}
