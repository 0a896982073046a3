/// For each class or label: how often it was predicted rightly, wrongly, and not at all.
struct Confusion {
  var truePositives: [Int]
  var falsePositives: [Int]
  var falseNegatives: [Int]

  /// Counts predictions; `nil` for numbers, or where no row is labelled.
  init?(_ predictions: Predictions) {
    let zeros = Array(repeating: 0, count: predictions.outputSize)
    (truePositives, falsePositives, falseNegatives) = (zeros, zeros, zeros)
    switch predictions.form {
    case .classes:
      let rows = predictions.classRows
      if rows.isEmpty { return nil }
      for (row, target) in rows {
        let predicted = Predictions.largest(predictions.scores(row))
        if predicted == target {
          truePositives[target] += 1
        } else {
          falseNegatives[target] += 1
          if let predicted { falsePositives[predicted] += 1 }
        }
      }
    case .labels:
      let pairs = predictions.pairs
      if pairs.isEmpty { return nil }
      for (label, output, target) in pairs {
        switch (output > 0, target > 0.5) {
        case (true, true): truePositives[label] += 1
        case (true, false): falsePositives[label] += 1
        case (false, true): falseNegatives[label] += 1
        case (false, false): break
        }
      }
    case .numbers: return nil
    }
  }

  /// `2 TP / (2 TP + FP + FN)`; `nil` where all three are 0.
  static func f1(_ truePositives: Int, _ falsePositives: Int, _ falseNegatives: Int) -> Double? {
    let all = 2 * truePositives + falsePositives + falseNegatives
    return all == 0 ? nil : Double(2 * truePositives) / Double(all)
  }
}
