public import TandemCatalog

/// The layers of the language, each by one line.
public enum Layers {
  public static let all: [CatalogEntry] = [
    .layer(DenseMethod.self),
    .layer(ReluMethod.self),
    .layer(TanhMethod.self),
    .layer(SigmoidMethod.self),
    .layer(GeluMethod.self),
    .layer(SiluMethod.self),
    .layer(LeakyReluMethod.self),
    .layer(EluMethod.self),
    .layer(SoftplusMethod.self),
    .layer(SoftmaxMethod.self),
    .layer(DropoutMethod.self),
    .layer(LayerNormMethod.self),
    .layer(BatchNormMethod.self),
    .layer(FlattenMethod.self),
    .layer(ConvolutionMethod.self),
    .layer(TransposedConvolutionMethod.self),
    .layer(MaximumPoolMethod.self),
    .layer(AveragePoolMethod.self),
    .layer(GlobalAveragePoolMethod.self),
    .layer(GlobalMaximumPoolMethod.self),
    .layer(UpsampleMethod.self),
    .layer(GroupNormMethod.self),
    .layer(ReshapeMethod.self),
    .layer(MeanOverMethod.self),
    .layer(ResidualMethod.self),
    .layer(ParallelMethod.self),
    .layer(GatedRecurrentUnitMethod.self),
    .layer(LongShortTermMemoryMethod.self),
    .layer(EmbeddingMethod.self),
    .layer(PositionalMethod.self),
    .layer(AttentionMethod.self),
    .layer(TransformerMethod.self),
  ]
}

extension CatalogEntry {
  /// The entry of a layer: a call gives a row of one, which `->` joins to others.
  fileprivate static func layer<Method: LayerMethod>(_ type: Method.Type) -> Self {
    Self(type.descriptor) {
      let template = LayerTemplate([try Method($0)])
      try template.checkSize()
      return .object(template)
    }
  }
}
