public import TandemCatalog

// Results are the same where their figures are, whatever they were made by; a figure that is not
// defined is the same as another such.
extension Run {
  public func isEqual(to other: any ValueObject) -> Bool {
    guard let other = other as? Run else { return false }
    return settings.sourceText == other.settings.sourceText && state.isSame(as: other.state)
  }
}

extension Evaluation {
  public func isEqual(to other: any ValueObject) -> Bool {
    guard let other = other as? Evaluation, scores.count == other.scores.count else {
      return false
    }
    return zip(scores, other.scores).allSatisfy { $0.isSame(as: $1) }
  }
}

extension Curves {
  public func isEqual(to other: any ValueObject) -> Bool {
    guard let other = other as? Curves, series.count == other.series.count else { return false }
    return zip(series, other.series).allSatisfy {
      $0.name == $1.name && $0.values.isSame(as: $1.values)
    }
  }
}

extension Prediction {
  public func isEqual(to other: any ValueObject) -> Bool {
    guard let other = other as? Prediction else { return false }
    return task == other.task && rowNumbers == other.rowNumbers && values == other.values
      && probabilities == other.probabilities
  }
}

extension TaskScores {
  fileprivate func isSame(as other: Self) -> Bool {
    task == other.task && rowCount == other.rowCount && [loss].isSame(as: [other.loss])
      && metrics.map(\.name) == other.metrics.map(\.name)
      && metrics.map(\.value).isSame(as: other.metrics.map(\.value))
  }
}

extension TrainingState {
  /// Parameters and place in the run decide all that follows.
  fileprivate func isSame(as other: Self) -> Bool {
    step == other.step && parameters.map(\.bitPattern) == other.parameters.map(\.bitPattern)
      && statistics.map(\.bitPattern) == other.statistics.map(\.bitPattern)
  }
}

extension [Double] {
  fileprivate func isSame(as other: Self) -> Bool {
    count == other.count && zip(self, other).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
  }
}
