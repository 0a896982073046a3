public import TandemNetworks

/// A part of an architecture before it is bound: what a diagram of the template shows.
public struct OutlinePart: Sendable {
  /// As the bound part will be named, without the task.
  public var name: String
  /// The layers that the person wrote; the sizes of output layers are not known yet.
  public var layers: LayerTemplate
  /// What stands in the diagram beside the layers, as "output layer".
  public var note: String?
  /// How many there are alike.
  public var copyCount: Int
  public var owner: Owner
  /// Parts that its input comes from; empty for the network's input.
  public var inputs: [String]

  /// Whose parameters these are.
  public enum Owner: Sendable, Equatable {
    case shared
    /// One of its own for every task that no other part is for.
    case eachTask
    case task(String)
  }

  /// Creates a part of an outline.
  public init(
    _ name: String, _ layers: LayerTemplate, note: String? = nil, copies copyCount: Int = 1,
    owner: Owner, inputs: [String] = []
  ) {
    self.name = name
    self.layers = layers
    self.note = note
    self.copyCount = copyCount
    self.owner = owner
    self.inputs = inputs
  }
}
