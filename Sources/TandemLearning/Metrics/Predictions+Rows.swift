extension Predictions {
  /// The place of the largest number, the first of equals; `nil` where one is NaN.
  static func largest(_ scores: ArraySlice<Float>) -> Int? {
    var best: (place: Int, score: Float)?
    for (place, score) in scores.enumerated() {
      if score.isNaN { return nil }
      if best.map({ score > $0.score }) ?? true { best = (place, score) }
    }
    return best?.place
  }

  /// How many rows there are, labelled or not.
  var rowCount: Int { outputSize > 0 ? outputs.count / outputSize : 0 }

  /// The scores of one row.
  func scores(_ row: Int) -> ArraySlice<Float> {
    outputs[row * outputSize..<(row + 1) * outputSize]
  }

  /// For class scores: the labelled rows with their class, in order.
  var classRows: [(row: Int, target: Int)] {
    (0..<min(rowCount, targets.count)).compactMap { row in
      let target = targets[row]
      guard target >= 0, target < Float(outputSize) else { return nil }
      return (row, Int(target))
    }
  }

  /// For label scores and numbers: output and target of every target that is there.
  ///
  /// `column` is the label that they are of, 0 for numbers.
  var pairs: [(column: Int, output: Double, target: Double)] {
    guard outputSize == targetSize, outputSize > 0 else { return [] }
    return zip(outputs, targets).enumerated().compactMap { place, pair in
      pair.1.isNaN ? nil : (place % outputSize, Double(pair.0), Double(pair.1))
    }
  }
}
