public import TandemCatalog

/// The area under the ROC curve: how likely a row of a class scores above a row that is not of it.
///
/// `AUC = (Σ ranks of positives − P(P+1)/2) / (P N)`, the Mann–Whitney statistic; equal scores share
/// their mean rank and so count half. For several classes or labels: the mean of one against the rest over those
/// that have both positives and negatives among the rows. A class is ranked by its log-odds, which order rows as
/// its probability does, but never saturate.
/// Differs: scikit-learn fails where a class is missing from the rows; here it does not count.
public struct AreaUnderCurve: Metric {
  public static let descriptor = MethodDescriptor(
    "auc", gives: .metric, "how likely a row of a class scores above one that is not of it",
    formula: "AUC = (Σ ranks of positives − P(P+1)/2) / (P N),  one against the rest, averaged",
    differs: "scikit-learn fails where a class is missing from the rows; ours leaves it out",
    details: ["For classify and multilabel; ½ for a guess, higher is better."], examples: ["auc()"])
  public static var isHigherBetter: Bool { true }
  public static var forms: [Predictions.Form] { [.classes, .labels] }

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  /// Creates the metric.
  public init() { self.init(Arguments()) }

  public func value(of predictions: Predictions) -> Double? {
    let columns = 0..<predictions.outputSize
    let areas: [Double]
    switch predictions.form {
    case .classes:
      let rows = predictions.classRows
      let odds = rows.map { logOdds(predictions.scores($0.row).map(Double.init)) }
      areas = columns.compactMap { column in
        Self.area(zip(rows, odds).map { ($1[column], $0.target == column) })
      }
    case .labels:
      let byLabel = Dictionary(grouping: predictions.pairs, by: \.column)
      areas = columns.compactMap { column in
        Self.area((byLabel[column] ?? []).map { ($0.output, $0.target > 0.5) })
      }
    case .numbers: return nil
    }
    return areas.isEmpty ? nil : areas.reduce(0, +) / Double(areas.count)
  }

  /// The area for one class; `nil` without positives, without negatives, or for scores that are NaN.
  static func area(_ rows: [(score: Double, isPositive: Bool)]) -> Double? {
    let positives = rows.count(where: \.isPositive)
    let negatives = rows.count - positives
    guard positives > 0, negatives > 0, !rows.contains(where: \.score.isNaN) else { return nil }
    let sorted = rows.sorted { $0.score < $1.score }
    var (ranks, start) = (0.0, 0)
    while start < sorted.count {
      let end = sorted[start...].firstIndex { $0.score != sorted[start].score } ?? sorted.count
      let meanRank = Double(start + 1 + end) / 2
      ranks += meanRank * Double(sorted[start..<end].count(where: \.isPositive))
      start = end
    }
    let (p, n) = (Double(positives), Double(negatives))
    return (ranks - p * (p + 1) / 2) / (p * n)
  }

  /// `log(p / (1 − p))` of each class: its score less the others' log-sum-exp.
  ///
  /// Linear in the classes: the others' sum is the whole sum less the class's own term, which cancels
  /// nothing, since the largest term stays in it; only the largest class's own is added up apart.
  private func logOdds(_ scores: [Double]) -> [Double] {
    guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }) else { return [] }
    let terms = scores.map { exponential($0 - scores[best]) }
    let rest = terms.indices.reduce(0.0) { $1 == best ? $0 : $0 + terms[$1] }
    return scores.indices.map { column in
      guard column != best else {
        return scores[best] - logSumExp(scores[..<best] + scores[(best + 1)...])
      }
      // The largest term is 1, and may be added after the others: a tie leaves at least 1.
      return scores[column] - scores[best] - logarithm(1 + (rest - terms[column]))
    }
  }
}
