public import TandemCatalog

/// The schedules of the language, each by one line.
public enum Schedules {
  public static let all: [CatalogEntry] = [
    .method(Constant.self),
    .method(Cosine.self),
    .method(StepDecay.self),
    .method(Exponential.self),
    .method(OneCycle.self),
    .method(Warmup.self),
    .method(Plateau.self),
  ]
}
