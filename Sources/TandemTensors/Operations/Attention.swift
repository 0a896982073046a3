/// Scaled dot-product attention of the positions of a row to each other, with several heads.
///
/// For each head `softmax(Q Kᵀ / √e) V`, e being the size of a head; a row of `input` holds a position's
/// queries, keys and values, each with its heads side by side. The weights of a few positions are
/// computed at a time and never leave the caches; the gradient computes them again.
/// Shapes: `[batch, length, 3 · size] → [batch, length, size]`; a mask is `[batch, length]`, above 0 at
/// positions that may be looked at. A position that sees none gives zeros.
/// Source: Vaswani et al., NeurIPS 2017.
struct Attention: Operation {
  var settings: AttentionSettings
  let name = "attention"

  var dependsOnStep: Bool { settings.dropout != nil }

  func outputShape(for inputs: [Shape]) throws -> Shape {
    let layout = try settings.layout(of: inputs[0], mask: inputs.dropFirst().first, for: name)
    return [layout.batch, layout.length, layout.size]
  }

  func scratchCount(for inputs: [Shape]) -> Int {
    AttentionLayout(inputs[0], headCount: settings.headCount).scratchCount
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    guard output.count > 0 else { return }
    let layout = AttentionLayout(inputs[0].shape, headCount: settings.headCount)
    let work = AttentionWork(
      layout: layout, input: inputs[0].pointer,
      mask: inputs.count > 1 ? UnsafePointer(inputs[1].pointer) : nil, output: output.pointer,
      scratch: context.scratch, settings: settings, draws: settings.draws(in: context))
    parallelFor(layout.pieceCount, of: work) { work, piece in
      let work = work.assumingMemoryBound(to: AttentionWork.self)
      work.pointee.forEachBlock(ofPiece: piece) { work.pointee.attend($0, piece: piece) }
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let gradient = try Tensor(AttentionGradient(settings: settings), [upstream] + inputs)
    return [gradient] + inputs.dropFirst().map { _ in nil }
  }
}

/// The gradient of attention with respect to its queries, keys and values.
///
/// Shapes: upstream `[batch, length, size]` and the inputs of `Attention` give
/// `[batch, length, 3 · size]`.
struct AttentionGradient: Operation {
  var settings: AttentionSettings
  let name = "attention gradient"

  var dependsOnStep: Bool { settings.dropout != nil }

  func outputShape(for inputs: [Shape]) throws -> Shape {
    let forward = Attention(settings: settings)
    guard try forward.outputShape(for: Array(inputs.dropFirst())) == inputs[0] else {
      throw ShapeError(operation: name, expected: "the result's shape", actual: inputs)
    }
    return inputs[1]
  }

  func scratchCount(for inputs: [Shape]) -> Int {
    AttentionLayout(inputs[1], headCount: settings.headCount).scratchCount
  }

  func run(_ inputs: [Operand], into output: Operand, in context: RunContext) {
    guard output.count > 0 else { return }
    let layout = AttentionLayout(inputs[1].shape, headCount: settings.headCount)
    let work = AttentionWork(
      layout: layout, input: inputs[1].pointer,
      mask: inputs.count > 2 ? UnsafePointer(inputs[2].pointer) : nil, upstream: inputs[0].pointer,
      output: output.pointer, scratch: context.scratch, settings: settings,
      draws: settings.draws(in: context))
    parallelFor(layout.pieceCount, of: work) { work, piece in
      let work = work.assumingMemoryBound(to: AttentionWork.self)
      work.pointee.forEachBlock(ofPiece: piece) { work.pointee.pullBack($0, piece: piece) }
    }
  }

  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?] {
    let mask = inputs.dropFirst(2).first
    let pulled = try TandemTensors.pullback(
      upstream, throughComposition: Array(inputs.prefix(2))
    ) { inputs in
      let attended = inputs[1].attentionComposed(settings, mask: mask)
      return try gradients(of: [attended], upstream: [inputs[0]], withRespectTo: [inputs[1]])[0]
    }
    return pulled + inputs.dropFirst(2).map { _ in nil }
  }
}

/// How positions attend to each other.
struct AttentionSettings: Hashable, Sendable {
  var headCount: Int
  /// Whether a position sees only itself and those before it.
  var isCausal: Bool
  /// What sets attention weights to 0 at random.
  var dropout: Dropout?

  /// Checks the shapes of the inputs.
  func layout(of input: Shape, mask: Shape?, for operation: String) throws -> AttentionLayout {
    guard input.rank == 3, headCount > 0, input[-1] % (3 * headCount) == 0,
      mask == nil || mask?.sizes == Array(input.sizes.prefix(2))
    else {
      throw ShapeError(
        operation: operation, expected: "[batch, length, 3 · \(headCount) heads]",
        actual: [input] + (mask.map { [$0] } ?? []))
    }
    return AttentionLayout(input, headCount: headCount)
  }

  /// The random bits of a step.
  func draws(in context: RunContext) -> CounterRandom? {
    dropout.map { CounterRandom(seed: $0.seed, stream: $0.stream, context: context) }
  }
}

extension Tensor {
  /// Scaled dot-product attention of the positions of each row to each other, with several heads.
  ///
  /// Shapes: `[batch, length, 3 · size]`, queries, keys and values side by side,
  /// give `[batch, length, size]`.
  /// - Parameters:
  ///   - headCount: How many heads share `size`.
  ///   - mask: `[batch, length]`, above 0 at positions that may be looked at; `nil` for all.
  ///   - isCausal: Whether a position sees only itself and those before it.
  ///   - dropout: The probability that a weight is set to 0, with the seed and stream of `dropout`.
  /// - Returns: What each position has looked up.
  /// - Throws: `ShapeError`, where the heads or the mask do not fit.
  public func attention(
    headCount: Int, mask: Tensor? = nil, isCausal: Bool = false,
    dropout: (rate: Float, seed: UInt64, stream: UInt64)? = nil
  ) throws -> Tensor {
    let settings = AttentionSettings(
      headCount: headCount, isCausal: isCausal,
      dropout: dropout.flatMap {
        $0.rate > 0 ? Dropout(rate: $0.rate, seed: $0.seed, stream: $0.stream) : nil
      })
    return try Tensor(Attention(settings: settings), [self] + (mask.map { [$0] } ?? []))
  }

  /// Attention in products and a softmax: what its second derivatives are taken from.
  func attentionComposed(_ settings: AttentionSettings, mask: Tensor?) -> Tensor {
    let layout = AttentionLayout(shape, headCount: settings.headCount)
    let (batch, length) = (layout.batch, layout.length)
    let heads = reshaped(to: [batch, length, 3, layout.headCount, layout.headSize])
      .permuted([2, 0, 3, 1, 4])
    let (query, key, value) = (heads.part(0), heads.part(1), heads.part(2))
    var scores = query.matmul(key.transposed) * layout.scale
    var allowed = Tensor.ones([1])
    if let mask {
      allowed = mask.greater(than: .zeros([1])).reshaped(to: [batch, 1, 1, length])
    }
    if settings.isCausal {
      let lower = (0..<length * length).map { Float($0 % length <= $0 / length ? 1 : 0) }
      allowed = allowed * Tensor(lower, [length, length])
    }
    // Not −∞, whose product with 0 is no number.
    scores = scores * allowed + (allowed - 1) * 1e30
    var weights = scores.softmax() * allowed
    if let dropout = settings.dropout { weights = .applying(dropout, weights) }
    return weights.matmul(value).permuted([0, 2, 1, 3]).reshaped(to: [batch, length, layout.size])
  }
}
