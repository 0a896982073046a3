public import TandemCatalog

/// The layers of the language, each by one line.
public enum Layers {
  public static let all: [CatalogEntry] = [
    .layer(DenseMethod.self),
    .layer(ReluMethod.self),
    .layer(TanhMethod.self),
    .layer(SigmoidMethod.self),
    .layer(GeluMethod.self),
    .layer(DropoutMethod.self),
    .layer(LayerNormMethod.self),
    .layer(BatchNormMethod.self),
    .layer(FlattenMethod.self),
  ]
}

extension CatalogEntry {
  /// The entry of a layer: a call gives a row of one, which `->` joins to others.
  fileprivate static func layer<Method: LayerMethod>(_ type: Method.Type) -> Self {
    Self(type.descriptor) { .object(LayerTemplate([try Method($0)])) }
  }
}
