extension ColumnFigure {
  /// The figure of some numbers, in Double, NaN where there are none.
  ///
  /// `std` is the root of the mean squared distance from the mean (divided by n).
  func callAsFunction(_ values: some Collection<Double>) -> Double {
    if values.isEmpty { return .nan }
    let count = Double(values.count)
    switch self {
    case .sum: return values.reduce(0, +)
    case .mean: return values.reduce(0, +) / count
    case .min: return values.min() ?? .nan
    case .max: return values.max() ?? .nan
    case .std:
      // A constant's mean may be off by a rounding: its deviation is 0 all the same.
      if values.min() == values.max() { return 0 }
      let mean = values.reduce(0, +) / count
      return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    }
  }

  /// The figure of each row's array; a row with an empty element has none.
  func evaluate(rows values: [Float], size: Int) -> [Double] {
    guard size > 0 else { return [] }
    return stride(from: 0, to: values.count, by: size).map { start in
      let row = values[start..<start + size]
      if row.contains(where: \.isNaN) { return .nan }
      let figure = self(row.lazy.map(Double.init))
      return figure.isFinite ? figure : .nan
    }
  }
}
