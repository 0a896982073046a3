import Foundation
import TandemCatalog
import TandemNetworks
import TandemTensors
import TestSupport
import Testing

/// Rows of ids through embeddings, attention and whole blocks, with padding.
@Suite struct TransformerTests {
  private struct Masked: Decodable {
    struct File: Decodable { var masked: [Masked] }
    var row: [[RowItem]]
    var ids: NetworkReference.Numbers
    var output: NetworkReference.Numbers
    var upstream: NetworkReference.Numbers
    var parameters: [String: NetworkReference.Numbers]
    var gradients: [String: NetworkReference.Numbers]

    /// A layer's name or its arguments.
    enum RowItem: Decodable {
      case name(String)
      case arguments([String: NetworkReference.Argument])

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let name = try? container.decode(String.self) {
          self = .name(name)
        } else {
          self = .arguments(try container.decode([String: NetworkReference.Argument].self))
        }
      }
    }

    func template() throws -> LayerTemplate {
      Methods.row(
        try row.map { items in
          guard case .name(let name) = items[0], case .arguments(let arguments) = items[1] else {
            throw CocoaError(.coderInvalidValue)
          }
          return try Methods.layer(name, arguments.mapValues { try $0.value() })
        })
    }
  }

  @Test("padded rows and their gradients are PyTorch's, where they are real")
  func masks() throws {
    let url = URL(filePath: TestFolders.root + "/Tests/Reference/transformer.json")
    let cases = try JSONDecoder().decode(Masked.File.self, from: Data(contentsOf: url)).masked
    #expect(cases.count == 2)
    for reference in cases {
      var generator = Generator(seed: 1)
      let length = reference.ids.shape[1]
      let bound = try reference.template().bind(to: [length], using: &generator)
      #expect(Set(bound.parameterNames) == Set(reference.parameters.keys))
      for (name, parameter) in zip(bound.parameterNames, bound.parameters) {
        parameter.value.storage?.assign(try #require(reference.parameters[name]).values)
      }
      var context = ForwardContext(isTraining: true)
      let output = try bound(reference.ids.tensor, in: &context)
      let mask = try #require(context.mask)
      let real = output * mask.reshaped(to: mask.shape.with(1))
      expectFourDigits(real.values, reference.output.values, "output")
      let gradients = try gradients(
        of: [output], upstream: [reference.upstream.tensor],
        withRespectTo: bound.parameters.map(\.value))
      for (name, gradient) in zip(bound.parameterNames, gradients) {
        expectFourDigits(
          gradient.values, try #require(reference.gradients[name]).values, "gradient of \(name)")
      }
    }
  }

  private static func encoder(_ arguments: [String: Value] = [:]) throws -> LayerTemplate {
    let settings: [String: Value] = ["heads": .number(2), "dropout": .number(0)]
    return Methods.row([
      try Methods.layer(
        "embedding", ["size": .number(8), "vocabulary": .number(9), "padding": .number(0)]),
      try Methods.layer("positional", ["length": .number(6)]),
      try Methods.layer("transformer", settings.merging(arguments) { $1 }),
    ])
  }

  @Test("padding a row changes nothing at its real positions", arguments: ["post", "pre"])
  func padding(norm: String) throws {
    for isCausal in [false, true] {
      let template = try Self.encoder([
        "norm": .text(norm), "layers": .number(2), "causal": .truth(isCausal),
      ])
      let outputs = try [[5, 6, 2], [5, 6, 2, 0, 0]].map { (ids: [Float]) in
        var generator = Generator(seed: 7)
        let bound = try template.bind(to: [ids.count], using: &generator)
        var context = ForwardContext(isTraining: false)
        return try bound(Tensor(ids, [1, ids.count]), in: &context)
          .slice(along: 1, from: 0, to: 3).values
      }
      expectFourDigits(outputs[1], outputs[0], "padded")
    }
  }

  @Test("a causal row does not look ahead")
  func causal() throws {
    let template = try Self.encoder(["causal": .truth(true)])
    let outputs = try [[5, 6, 2, 3], [5, 6, 7, 8]].map { (ids: [Float]) in
      var generator = Generator(seed: 7)
      let bound = try template.bind(to: [4], using: &generator)
      var context = ForwardContext(isTraining: false)
      return try bound(Tensor(ids, [1, 4]), in: &context).values
    }
    expectFourDigits(Array(outputs[0][..<16]), Array(outputs[1][..<16]), "before the change")
    #expect(outputs[0][16...] != outputs[1][16...])
  }

  @Test("the padding of an embedding is zeros, has no gradient, and is left out of the mask")
  func embedding() throws {
    var generator = Generator(seed: 1)
    let layer = Embedding(vocabulary: 4, size: 2, padding: 3, using: &generator)
    #expect(layer.weight.value.values.suffix(2) == [0, 0])
    layer.weight.value.storage?.assign([1, 2, 3, 4, 5, 6, 7, 8])
    var context = ForwardContext(isTraining: true)
    let ids = Tensor([1, 3, 1, 0, 3, 3], [2, 3])
    let output = try layer(ids, in: &context)
    #expect(output.values == [3, 4, 0, 0, 3, 4, 1, 2, 0, 0, 0, 0])
    #expect(context.mask?.values == [1, 0, 1, 1, 0, 0])
    #expect(context.idRequirements.map(\.count) == [4])
    let gradient = try gradients(of: [output], withRespectTo: [layer.weight.value])[0]
    #expect(gradient.values == [1, 1, 2, 2, 0, 0, 0, 0])
  }

  @Test("a branch does not see which positions an embedding in another one has left out")
  func branches() throws {
    let ids = ["size": Value.number(2), "vocabulary": .number(4)]
    let mean = try Methods.layer("mean_over", ["axis": .number(0)])
    let padded = try Methods.layer("embedding", ids.merging(["padding": .number(0)]) { $1 })
    let plain = try Methods.layer("embedding", ids)
    let both: [Value] = [Methods.row([padded, mean]), Methods.row([plain, mean])].map {
      .object($0)
    }
    for branches in [both, both.reversed()] {
      var generator = Generator(seed: 3)
      let layer = try Methods.layer("parallel", ["branches": .list(branches)])
      let bound = try layer.bind(to: [3], using: &generator)
      for (parameter, start) in zip(bound.parameters, [1, 11] as [Float]) {
        parameter.value.storage?.assign((0..<8).map { start + Float($0) })
      }
      let isFirst = branches == both
      var context = ForwardContext(isTraining: false)
      let output = try bound(Tensor([1, 0, 0], [1, 3]), in: &context).values
      // Row 1 alone of the padded table; rows 1, 0 and 0 of the other.
      let expected: [Float] =
        isFirst ? [3, 4, 11 + 2 / 3, 12 + 2 / 3] : [1 + 2 / 3, 2 + 2 / 3, 13, 14]
      #expect(zip(output, expected).allSatisfy { abs($0 - $1) < 1e-5 }, "\(output)")
      #expect(context.mask?.values == [1, 0, 0], "what follows still knows the padding")
    }
  }

  @Test("a mask is for tensors with its rows and positions")
  func maskShape() {
    var context = ForwardContext(isTraining: false)
    #expect(context.mask(for: .zeros([2, 3, 4])) == nil)
    context.mask = .ones([2, 3])
    #expect(context.mask(for: .zeros([2, 3, 4])) != nil)
    #expect(context.mask(for: .zeros([2, 4, 3])) == nil)
    #expect(context.mask(for: .zeros([2])) == nil)
  }

  @Test("a mean over positions is one over the real ones")
  func maskedMean() throws {
    let input = Tensor([1, 2, 3, 4, 50, 60, 7, 8, 90, 90, 90, 90], [2, 3, 2])
    var context = ForwardContext(isTraining: false)
    context.mask = Tensor([1, 1, 0, 1, 0, 0], [2, 3])
    #expect(try MeanOver(axes: [0])(input, in: &context).values == [2, 3, 7, 8])
    #expect(try MeanOver(axes: [0, 1])(input, in: &context).values == [2.5, 7.5])
    let overColumns = try MeanOver(axes: [1])(input, in: &context)
    #expect(overColumns.shape == [2, 3] && overColumns.values[2] == 55)
    context.mask = .zeros([2, 3])
    #expect(try MeanOver(axes: [0])(input, in: &context).values == [0, 0, 0, 0])
    context.mask = nil
    #expect(try MeanOver(axes: [0])(input, in: &context).values[0] == 18)
  }

  @Test("dropout draws anew in each place and each step, and rests outside training")
  func dropout() throws {
    let template = try Self.encoder(["dropout": .number(0.5), "layers": .number(2)])
    var generator = Generator(seed: 2)
    let bound = try template.bind(to: [4], using: &generator)
    let ids = Tensor.placeholder([2, 4])
    ids.storage?.assign([1, 2, 3, 4, 5, 6, 7, 8])
    var plans: [Plan] = []
    for isTraining in [true, false] {
      var context = ForwardContext(isTraining: isTraining, seed: 9)
      plans.append(Plan(stages: [[.init(try bound(ids, in: &context))]]))
      // Four in each block: weights, the attended, the activation, what it becomes.
      if isTraining { #expect(context.nextStream() == 9) }
    }
    func outputs(_ plan: Plan) -> [[Float]] {
      ([0, 1, 0] as [UInt64]).map { step in
        plan.run(in: RunContext(seed: 1, step: step))
        return plan.result(0).values
      }
    }
    let (training, answering) = (outputs(plans[0]), outputs(plans[1]))
    #expect(training[0] == training[2] && training[0] != training[1])
    #expect(answering[0] == answering[1] && answering[0] != training[0])
  }

  @Test(
    "rows and sizes that do not fit are an error",
    arguments: [
      ("attention", ["heads": 3], [4, 8]), ("attention", ["heads": 2, "size": 7], [4, 8]),
      ("attention", ["heads": 2], [8]), ("transformer", ["heads": 2], [1, 4, 8]),
      ("transformer", ["heads": 1, "layers": 1000], [2, 900]),
      ("attention", ["heads": 1, "size": 1_000_000], [2, 900]),
      ("positional", ["length": 3], [4, 8]), ("positional", [:], [8]),
      ("embedding", ["size": 2, "vocabulary": 3, "padding": 3], [4]),
      ("embedding", ["size": 2, "vocabulary": 3], []),
      ("embedding", ["size": 1_000_000, "vocabulary": 1_000_000], [4]),
    ] as [(String, [String: Double], [Int])])
  func errors(name: String, arguments: [String: Double], row: [Int]) throws {
    let template = try Methods.layer(name, arguments.mapValues { .number($0) })
    var generator = Generator(seed: 1)
    #expect(throws: ShapeError.self) {
      try template.layers[0].bind(to: Shape(row), using: &generator)
    }
  }
}

extension Shape {
  fileprivate func with(_ size: Int) -> Shape { Shape(sizes + [size]) }
}
