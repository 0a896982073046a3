public import TandemCatalog

/// All losses of the language, one line each.
public enum Losses {
  static let types: [any Loss.Type] = [
    CrossEntropy.self,
    BinaryCrossEntropy.self,
    MeanSquaredError.self,
    MeanAbsoluteError.self,
    HuberLoss.self,
  ]

  public static let all: [CatalogEntry] = types.map { $0.entry }

  /// The names of the losses for a kind of output.
  static func names(suiting form: Predictions.Form) -> [String] {
    types.filter { $0.forms.contains(form) }.map { $0.descriptor.name }
  }
}

extension CatalogMethod {
  /// The entry of this method.
  static var entry: CatalogEntry { .method(Self.self) }

  /// The method with all arguments left to their defaults; every argument must have one.
  static func byDefault() throws -> Self { try Self(try descriptor.bind([])) }
}
