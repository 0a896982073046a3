import TandemCatalog
import TandemTensors

/// What `gru` and `lstm` can be told alike.
struct RecurrentArguments {
  var size: Int
  var returnsLast: Bool
  var direction: String
  var layerCount: Int
  var dropout: Double
  var hasBias: Bool

  static let descriptors: [ArgumentDescriptor] = [
    .whole("size", atLeast: 1, atMost: 100_000, "how many numbers the state has"),
    .word("returns", ["all", "last"], default: "all", "the states of all positions, or the last"),
    .word("direction", ["forward", "backward", "both"], default: "forward", "which way it reads"),
    .whole("layers", default: 1, atLeast: 1, atMost: 100, "how many lie on top of each other"),
    .number(
      "dropout", default: 0, atLeast: 0, atMost: 0.999, "the probability of 0 between two layers"),
    .truth("bias", default: true, "whether constants are added in the gates"),
  ]

  static let details = [
    "Rows are shaped [length, features]; it gives [length, size], or [size] with 'returns: last'.",
    "With 'direction: both' each layer reads the row both ways, and the two states stand side by side; "
      + "the last state of the way back is that at the first position.",
    "Rows of several lengths are padded: positions that an embedding's 'padding' left out are passed over.",
    "Weights and gates stand in the order that PyTorch has them in.",
  ]

  init(_ arguments: Arguments) {
    size = arguments["size"]
    returnsLast = arguments["returns"] == "last"
    direction = arguments["direction"]
    layerCount = arguments["layers"]
    dropout = arguments["dropout"]
    hasBias = arguments["bias"]
  }

  /// How many steps a part may take, over all positions, layers and directions: each is planned by itself.
  static let maximumStepCount = 10_000

  private var directionCount: Int { direction == "both" ? 2 : 1 }

  /// Makes the layer for rows `[length, features]`.
  func bind(
    _ name: String, _ unit: any RecurrentUnit.Type, to inputShape: Shape,
    using generator: inout Generator
  ) throws -> BoundLayer {
    guard inputShape.rank == 2, inputShape.count > 0 else {
      throw ShapeError(
        operation: name, expected: "rows shaped [length, features]", actual: [inputShape])
    }
    let (length, outputSize) = (inputShape[0], directionCount * size)
    let inputSizes = (0..<layerCount).map { $0 == 0 ? inputShape[1] : outputSize }
    // Products are the weights once for each position; in Double, for what is too large for an Int.
    let weightCount = inputSizes.reduce(0.0) {
      $0 + Double(directionCount * unit.gateCount * size) * Double($1 + size)
    }
    guard weightCount <= Double(LayerTemplate.maximumWeightCount) else {
      throw ShapeError(
        operation: name, expected: "at most \(LayerTemplate.maximumWeightCount) weights",
        actual: [[directionCount * unit.gateCount * size, inputShape[1] + size]])
    }
    try FreeMemory.require(numbers: Int(weightCount))
    guard length <= Self.maximumStepCount / (layerCount * directionCount) else {
      throw ShapeError(
        operation: name,
        expected:
          "at most \(Self.maximumStepCount) steps over all positions, layers and directions",
        actual: [inputShape])
    }
    // The input's product with its weights, of all positions at once.
    try LayerTemplate.requireRow([length, directionCount * unit.gateCount * size], for: name)
    let cells = inputSizes.flatMap { inputSize in
      (0..<directionCount).map { index in
        RecurrentCell(
          unit, inputSize: inputSize, size: size,
          isBackward: direction == "backward" || index == 1, hasBias: hasBias, using: &generator)
      }
    }
    let layer = Recurrent(
      cells, directionCount: directionCount, returnsLast: returnsLast, dropout: Float(dropout))
    return BoundLayer(
      name, layer, outputShape: returnsLast ? [outputSize] : [length, outputSize],
      floatingPointOperations: length * (2 * Int(weightCount) + 10 * outputSize * layerCount))
  }
}
