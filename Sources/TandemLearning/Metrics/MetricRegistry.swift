public import TandemCatalog

/// All metrics of the language, one line each.
public enum Metrics {
  static let types: [any Metric.Type] = [
    Accuracy.self,
    F1.self,
    F1Micro.self,
    AreaUnderCurve.self,
    LogLoss.self,
    RootMeanSquaredError.self,
    MeanAbsoluteDeviation.self,
    Determination.self,
  ]

  public static let all: [CatalogEntry] = types.map { $0.entry }

  /// The names of the metrics for a kind of output.
  static func names(suiting form: Predictions.Form) -> [String] {
    types.filter { $0.forms.contains(form) }.map { $0.descriptor.name }
  }
}
