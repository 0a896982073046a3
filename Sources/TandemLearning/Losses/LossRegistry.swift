public import TandemCatalog

/// All losses of the language, one line each.
public enum Losses {
  static let types: [any Loss.Type] = [
    CrossEntropy.self,
    FocalLoss.self,
    KullbackLeibler.self,
    BinaryCrossEntropy.self,
    DiceLoss.self,
    MeanSquaredError.self,
    MeanAbsoluteError.self,
    HuberLoss.self,
    QuantileLoss.self,
    PoissonLoss.self,
    CosineDistance.self,
    TripletLoss.self,
  ]

  public static let all: [CatalogEntry] = types.map { $0.entry }

  /// The names of the losses for outputs of a kind.
  static func names(suiting form: Predictions.Form, outputSize: Int) -> [String] {
    types.filter { $0.suits(form, outputSize: outputSize) }.map { $0.descriptor.name }
  }
}

extension CatalogMethod {
  /// The entry of this method.
  static var entry: CatalogEntry { .method(Self.self) }

  /// The method with all arguments left to their defaults; every argument must have one.
  static func byDefault() throws -> Self { try Self(try descriptor.bind([])) }
}
