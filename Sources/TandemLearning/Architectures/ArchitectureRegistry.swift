public import TandemCatalog

/// All architectures of the language, one line each.
public enum Architectures {
  public static let all: [CatalogEntry] = [
    .method(SingleTaskNetworks.self),
    .method(HardParameterSharing.self),
    .method(MultiGateMixtureOfExperts.self),
  ]
}
