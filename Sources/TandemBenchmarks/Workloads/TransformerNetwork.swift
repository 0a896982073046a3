import TandemNetworks
import TandemTensors

/// Token and position embeddings, a norm, six encoder blocks, and three heads of one dense layer each.
final class TransformerNetwork {
  static let (vocabulary, length, size) = (8192, 64, 384)

  private let tokens: Embedding
  private let positions: Positional
  private let norm: LayerNorm
  private let encoder: TransformerEncoder
  private let heads: [Dense]

  var parameters: [Parameter] {
    let layers: [any Layer] = [tokens, positions, norm, encoder] + heads
    return layers.flatMap(\.parameters)
  }

  init(using generator: inout Generator) {
    let size = Self.size
    tokens = Embedding(
      vocabulary: Self.vocabulary, size: size, padding: nil, using: &generator)
    positions = Positional(learnedLength: Self.length, size: size, using: &generator)
    norm = LayerNorm(size: size, epsilon: 1e-5)
    let settings = TransformerBlock.Settings(headCount: 12, feedforwardSize: 1536)
    encoder = TransformerEncoder(
      (0..<6).map { _ in TransformerBlock(size: size, settings: settings, using: &generator) })
    heads = [4, 9, 2].map {
      Dense(inputSize: size, outputSize: $0, hasBias: true, using: &generator)
    }
  }

  /// Scores of the text's class, of each token's class, and of each token as the answer's start and end.
  /// - Parameters:
  ///   - ids: `[batch, length]`.
  ///   - isTraining: Whether gradients will be taken.
  /// - Returns: `[batch, 4]`, `[batch, length, 9]` and `[batch, length, 2]`.
  /// - Throws: `ShapeError`, which would be an error of the benchmark.
  func callAsFunction(_ ids: Tensor, isTraining: Bool) throws -> [Tensor] {
    var context = ForwardContext(isTraining: isTraining)
    let embedded = try positions(try tokens(ids, in: &context), in: &context)
    let hidden = try encoder(try norm(embedded, in: &context), in: &context)
    let first = hidden.slice(along: 1, from: 0, to: 1)
      .reshaped(to: [ids.shape[0], Self.size])
    return try zip(heads, [first, hidden, hidden]).map { head, input in
      try head(input, in: &context)
    }
  }
}
