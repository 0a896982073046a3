public import TandemCatalog

/// The optimizers of the language, each by one line.
public enum Optimizers {
  public static let all: [CatalogEntry] = [
    .method(SGD.self),
    .method(Adam.self),
    .method(AdamW.self),
    .method(RMSProp.self),
    .method(Adagrad.self),
    .method(LAMB.self),
    .method(Lion.self),
  ]
}
