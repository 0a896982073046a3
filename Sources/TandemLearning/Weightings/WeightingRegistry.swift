public import TandemCatalog

/// All weightings and gradient methods of the language, one line each.
public enum Weightings {
  public static let all: [CatalogEntry] = [
    .weighting(EqualWeighting.self),
    .weighting(FixedWeighting.self),
    .weighting(FormulaWeighting.self),
    .weighting(UncertaintyWeighting.self),
    .weighting(DynamicWeightAverage.self),
    .weighting(RandomLossWeighting.self),
    .gradients(GradientSurgery.self),
    .gradients(MultipleGradientDescent.self),
  ]
}
