extension ColumnValues {
  /// The numbers with their signs changed; `text` is the column as it is written.
  func negated(_ text: String) throws -> Self {
    switch self {
    case .numbers(let values), .truths(let values): return .numbers(values.map { -$0 })
    case .arrays(let values, let sizes): return .arrays(values: values.map { -$0 }, sizes: sizes)
    case .categories: throw unsuitable("-", text)
    }
  }

  func inverted(_ text: String) throws -> Self {
    guard case .truths(let values) = self else { throw unsuitable("not", text) }
    return .truths(values.map { 1 - $0 })
  }

  /// Numbers rounded to places after the point, none below 0; what has no such places stays as it is.
  func rounded(digits: Int, _ text: String) throws -> Self {
    let scale = (0..<max(0, min(digits, 300))).reduce(1.0) { power, _ in power * 10 }
    func round(_ value: Double) -> Double {
      let scaled = value * scale
      return scaled.magnitude < 0x1p52 ? scaled.rounded() / scale : value
    }
    switch self {
    case .numbers(let values), .truths(let values): return .numbers(values.map(round))
    case .arrays(let values, let sizes):
      return .arrays(values: values.map { Float(round(Double($0))) }, sizes: sizes)
    case .categories: throw unsuitable("round", text)
    }
  }

  /// Whether each cell is one of some constants; `texts` are these as written.
  func isIn(_ list: [Cells], texts: [String], element: String) throws -> Self {
    func check(_ fits: (Cells) -> Bool) throws {
      guard let index = list.firstIndex(where: { !fits($0) }) else { return }
      throw DataError.unsuitableOperands(
        operation: "in", left: DataOperand(text: element, type: Cells.column(self).phrase),
        right: DataOperand(text: texts[index], type: list[index].phrase))
    }
    switch self {
    case .numbers(let values), .truths(let values):
      try check { if case .column = $0 { false } else { $0.numbers != nil } }
      let wanted = Set(list.compactMap { $0.numbers?[0] })
      return .truths(values.map { $0.isNaN ? .nan : wanted.contains($0) ? 1 : 0 })
    case .categories(let codes, let levels):
      try check { if case .text = $0 { true } else { false } }
      let wanted = Set(list.flatMap { $0.words().levels })
      let isWanted = levels.map { wanted.contains($0) ? 1.0 : 0 }
      return .truths(codes.map { $0 < 0 ? .nan : isWanted[$0] })
    case .arrays: throw unsuitable("in", element)
    }
  }

  private func unsuitable(_ operation: String, _ text: String) -> DataError {
    .unsuitableOperand(
      operation: operation, DataOperand(text: text, type: Cells.column(self).phrase))
  }
}
