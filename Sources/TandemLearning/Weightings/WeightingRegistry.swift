public import TandemCatalog

/// All weightings and gradient methods of the language, one line each.
public enum Weightings {
  public static let all: [CatalogEntry] = [
    .weighting(EqualWeighting.self),
    .weighting(FixedWeighting.self),
    .weighting(FormulaWeighting.self),
    .weighting(PreferenceWeighting.self),
    .weighting(UncertaintyWeighting.self),
    .weighting(IMTLLosses.self),
    .weighting(GradientNormalization.self),
    .weighting(DynamicWeightAverage.self),
    .weighting(LossBalancedTaskWeighting.self),
    .weighting(DynamicTaskPrioritization.self),
    .weighting(FastAdaptiveMultitaskOptimization.self),
    .weighting(ExcessRiskWeighting.self),
    .weighting(GroupAlignment.self),
    .weighting(RandomLossWeighting.self),
    .weighting(GeometricLossStrategy.self),
    .weighting(ScaleInvariantLosses.self),
    .weighting(Tchebycheff.self),
    .weighting(SmoothTchebycheff.self),
    .weighting(CosmosScalarization.self),
    .weighting(PenaltyBoundaryIntersection.self),
    .gradients(GradientSurgery.self),
    .gradients(MultipleGradientDescent.self),
  ]
}
