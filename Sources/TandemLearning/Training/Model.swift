public import TandemCatalog
import TandemNetworks
import TandemTensors

/// What a run's network is made of (`run.model`): its parts, who uses them, and their sizes.
public struct Model: ValueObject, Codable, Equatable {
  /// Shared parts first.
  public var parts: [Part]
  /// How many numbers training changes, those of a weighting apart.
  public var parameterCount: Int
  /// Multiplications and additions for one row of every task.
  public var floatingPointOperations: Int
  /// The architecture's text.
  public var sourceText: String
  public var origin: ValueOrigin?
  public var kind: ValueKind { .model }

  /// A part of the network.
  public struct Part: Codable, Sendable, Equatable {
    /// As `encoder`, `experts[2]` or `heads.digit`.
    public var name: String
    /// The tasks whose output depends on it.
    public var tasks: [String]
    /// Parts that its input comes from; empty for the network's input.
    public var inputs: [String]
    /// The shape of one row of its input.
    public var inputShape: [Int]
    public var layers: [Layer]
    public var parameters: [ParameterShape]

    public var isShared: Bool { tasks.count > 1 }
    /// The shape of one row of its output.
    public var outputShape: [Int] { layers.last?.outputShape ?? inputShape }
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.shape.reduce(1, *) } }
  }

  /// A layer by its method's name.
  public struct Layer: Codable, Sendable, Equatable {
    public var name: String
    public var outputShape: [Int]
  }

  /// A parameter, as `encoder[0].weight`, and its shape.
  public struct ParameterShape: Codable, Sendable, Equatable {
    public var name: String
    public var shape: [Int]
  }
}

extension Model.Part {
  /// The description of a bound part.
  init(_ part: NetworkPart, tasks: [String]) {
    name = part.name
    self.tasks = part.tasks.map { tasks[$0] }
    inputs = part.inputs
    inputShape = part.layers.inputShape.sizes
    layers = part.layers.layers.map {
      Model.Layer(name: $0.name, outputShape: $0.outputShape.sizes)
    }
    parameters = zip(part.layers.parameterNames, part.layers.parameters).map {
      Model.ParameterShape(name: part.name + $0, shape: $1.shape.sizes)
    }
  }
}
