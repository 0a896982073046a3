import TandemCatalog
import TandemNetworks
import TandemTensors
import TestSupport
import Testing

/// A layer with a row for it: what the laws of layers are tried on.
struct LayerExample: CustomTestStringConvertible, Sendable {
  /// The layer's name in the language.
  var name: String
  var row: Shape
  /// What inputs are below where they are ids; `nil` for any numbers.
  var idCount: Int?
  var template: @Sendable () throws -> LayerTemplate

  init(
    _ name: String, _ row: Shape, idCount: Int? = nil,
    _ arguments: @escaping @Sendable () throws -> [String: Value]
  ) {
    self.name = name
    self.row = row
    self.idCount = idCount
    template = { try Methods.layer(name, try arguments()) }
  }

  var testDescription: String {
    "\((try? template())?.sourceText ?? name) on \(row)"
  }

  /// A batch of five rows.
  func batch(_ source: inout RandomSource) -> [Float] {
    (0..<5 * row.count).map { _ in
      idCount.map { Float(source.whole(0...$0 - 1)) } ?? Float(source.number(-2...2))
    }
  }

  /// Two rows for each layer with the smallest arguments, unless it has examples of its own.
  static let all: [LayerExample] = Layers.all.map(\.descriptor).flatMap { descriptor in
    let own = special.filter { $0.name == descriptor.name }
    guard own.isEmpty else { return own }
    return [[4], [2, 3]].map { row in
      LayerExample(descriptor.name, row) { Methods.smallest(descriptor) }
    }
  }

  /// Layers that need other arguments or other rows, or deserve more of them: a line each.
  private static let special: [LayerExample] =
    activations + shapes + compositions + recurrent + attending + onImages

  private static let attending: [LayerExample] = [
    LayerExample("embedding", [3], idCount: 4) { ["size": .number(2), "vocabulary": .number(4)] },
    LayerExample("embedding", [2, 2], idCount: 3) {
      ["size": .number(3), "vocabulary": .number(3), "padding": .number(1)]
    },
    LayerExample("positional", [3, 2]) { [:] },
    LayerExample("positional", [3, 2]) { ["length": .number(5)] },
    LayerExample("positional", [2, 3]) { ["kind": .text("sinusoidal")] },
    LayerExample("attention", [3, 4]) { ["heads": .number(2)] },
    LayerExample("attention", [3, 3]) {
      [
        "heads": .number(1), "size": .number(2), "dropout": .number(0.3), "causal": .truth(true),
        "bias": .truth(false),
      ]
    },
    LayerExample("transformer", [3, 4]) { ["heads": .number(2), "epsilon": .number(0.1)] },
    LayerExample("transformer", [2, 4]) {
      [
        "heads": .number(1), "feedforward": .number(3), "layers": .number(2), "norm": .text("pre"),
        "causal": .truth(true), "epsilon": .number(0.1),
      ]
    },
  ]

  private static let activations: [LayerExample] = [
    LayerExample("leaky_relu", [4]) { [:] },
    LayerExample("leaky_relu", [2, 3]) { ["slope": .number(-0.5)] },
    LayerExample("elu", [4]) { [:] },
    LayerExample("elu", [2, 3]) { ["alpha": .number(2)] },
    LayerExample("softplus", [4]) { [:] },
    LayerExample("softplus", [2, 3]) { ["beta": .number(3)] },
  ]

  private static let shapes: [LayerExample] = [
    LayerExample("reshape", [6]) { ["sizes": .list([.number(3), .number(2)])] },
    LayerExample("reshape", [2, 3, 2]) { ["sizes": .list([.number(-1), .number(4)])] },
    LayerExample("mean_over", [4]) { ["axis": .number(0)] },
    LayerExample("mean_over", [2, 3, 2]) { ["axis": .list([.number(0), .number(-1)])] },
  ]

  private static let compositions: [LayerExample] = [
    LayerExample("residual", [2, 3]) { ["layers": try .layers("tanh", dense(3))] },
    LayerExample("residual", [4]) {
      ["layers": try .layers(dense(3), "batch_norm"), "project": .truth(true)]
    },
    LayerExample("residual", [1, 4, 3]) {
      let conv: [String: Value] = [
        "channels": .number(2), "kernel": .number(1), "stride": .list([.number(2), .number(1)]),
      ]
      return ["layers": try .layers(ExampleLayer("conv", conv)), "project": .truth(true)]
    },
    LayerExample("residual", [3]) {
      ["layers": .object(try Methods.layer("residual", ["layers": .layers(dense(3))]))]
    },
    LayerExample("parallel", [2, 3]) {
      ["branches": .list([try .layers(dense(2)), try .layers("tanh", dense(4))])]
    },
    LayerExample("parallel", [4]) {
      [
        "branches": .list([try .layers("batch_norm"), try .layers("tanh")]),
        "join": .text("mean"),
      ]
    },
    LayerExample("parallel", [2, 2]) {
      [
        "branches": .list([
          try .layers("tanh"),
          .object(try Methods.layer("residual", ["layers": .layers(dense(2))])),
        ]), "axis": .number(0),
      ]
    },
  ]

  private static let recurrent: [LayerExample] = ["gru", "lstm"].flatMap { name in
    [
      LayerExample(name, [3, 2]) { ["size": .number(2)] },
      LayerExample(name, [2, 2]) {
        [
          "size": .number(2), "layers": .number(2), "direction": .text("both"),
          "returns": .text("last"), "dropout": .number(0.3),
        ]
      },
      LayerExample(name, [3, 1]) {
        ["size": .number(2), "direction": .text("backward"), "bias": .truth(false)]
      },
    ]
  }
}

/// A layer in a row of an example: `dense(3)`, or one by name alone.
struct ExampleLayer: ExpressibleByStringLiteral {
  var name: String
  var arguments: [String: Value] = [:]

  init(stringLiteral name: String) { self.name = name }

  init(_ name: String, _ arguments: [String: Value]) {
    (self.name, self.arguments) = (name, arguments)
  }
}

func dense(_ size: Int) -> ExampleLayer {
  ExampleLayer("dense", ["size": .number(Double(size))])
}

extension Value {
  /// Layers in a row, as an argument.
  static func layers(_ layers: ExampleLayer...) throws -> Value {
    .object(Methods.row(try layers.map { try Methods.layer($0.name, $0.arguments) }))
  }
}
