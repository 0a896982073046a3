extension Operations {
  /// Attention and what stands around it.
  static let attending: [OperationExample] = [
    .init("gather", [[5, 3], [2, 4]], positionCount: 5) { $0[0].gathering($0[1]) },
    .init("gather", [[5, 3], [6]], positionCount: 5) { $0[0].gathering($0[1], emptyRow: 2) },
    .init("scatter add", [[6, 3], [6]], positionCount: 4) {
      .applying(ScatterAdd(table: [4, 3], emptyRow: 1), $0[0], $0[1])
    },
    .init("permute", [[2, 3, 4]]) { $0[0].permuted([2, 0, 1]) },
    .init("permute", [[2, 3, 2, 4]]) { $0[0].permuted([0, 2, 1, 3]) },
    .init("layer norm", [[3, 5], [5], [5]]) {
      $0[0].layerNormalized(weight: $0[1], bias: $0[2], epsilon: 0.1)
    },
    .init("layer norm gradient", [[3, 5], [3, 5], [5]]) {
      .applying(LayerNormalizationGradient(epsilon: 0.1), $0[0], $0[1], $0[2])
    },
    .init("layer norm gradient", [[2, 3, 5], [3, 5], [5]]) {
      .applying(LayerNormalizationGradient(epsilon: 0.1), $0[0], $0[1], $0[2])
    },
    .init("layer norm sums", [[2, 3, 5], [2, 3, 5]]) {
      .applying(LayerNormalizationSums(epsilon: 0.1), $0[0], $0[1])
    },
    .init("layer norm sums", [[2, 3, 5], [3, 5]]) {
      .applying(LayerNormalizationSums(epsilon: 0.1), $0[0], $0[1])
    },
    .init("attention", [[2, 3, 12]], attending()),
    .init("attention", [[2, 4, 12]], attending(isCausal: true)),
    .init("attention", [[2, 3, 12]], attending(dropping: 0.3)),
    .init("attention", [[2, 3, 12], [2, 3]], positionCount: 2, attending(isCausal: true)),
    .init("attention gradient", [[2, 3, 4], [2, 3, 12]], attentionGradient(isCausal: false)),
    .init(
      "attention gradient", [[2, 3, 4], [2, 3, 12], [2, 3]], positionCount: 2,
      attentionGradient(isCausal: true)),
  ]

  /// Attention with two heads, under a mask where a second input is given.
  private static func attending(
    isCausal: Bool = false, dropping rate: Float = 0
  ) -> @Sendable ([Tensor]) -> Tensor {
    { inputs in
      let dropout = Dropout(rate: rate, seed: 1, stream: 2)
      let settings = AttentionSettings(
        headCount: 2, isCausal: isCausal, dropout: rate > 0 ? dropout : nil)
      return applying(Attention(settings: settings), inputs)
    }
  }

  private static func attentionGradient(
    isCausal: Bool
  ) -> @Sendable ([Tensor]) -> Tensor {
    { inputs in
      let settings = AttentionSettings(headCount: 2, isCausal: isCausal, dropout: nil)
      return applying(AttentionGradient(settings: settings), inputs)
    }
  }

  private static func applying(_ operation: any Operation, _ inputs: [Tensor]) -> Tensor {
    do {
      return try Tensor(operation, inputs)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
