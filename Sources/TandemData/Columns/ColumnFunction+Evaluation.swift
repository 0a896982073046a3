import Glibc

extension ColumnFunction {
  /// Whether it compares any number of operands, rather than changing one.
  public var isVariadic: Bool { self == .min || self == .max }

  /// The result for plain numbers.
  /// - Parameter numbers: One number, or any for `min` and `max`.
  /// - Returns: The function's value.
  /// - Throws: `DataError.notFinite`, as for `log(0)`.
  public func evaluate(_ numbers: [Double]) throws -> Double {
    let results = numbers.map { self($0) }
    guard let first = results.first, !results.contains(where: \.isNaN) else {
      let operands = numbers.map { ColumnExpression.number($0) }
      throw DataError.notFinite(operation: ColumnExpression.function(self, operands).label)
    }
    return results.dropFirst().reduce(first) { pick($0, $1) }
  }

  /// The result for one number, NaN where there is no finite one.
  func callAsFunction(_ x: Double) -> Double {
    let result: Double
    switch self {
    case .log: result = Glibc.log(x)
    case .exp: result = Glibc.exp(x)
    case .sqrt: result = x.squareRoot()
    case .abs: result = x.magnitude
    case .round: result = x.rounded()
    case .min, .max: result = x
    }
    return result.isFinite ? result : .nan
  }

  /// The result row by row, arrays element by element; `texts` are the operands as written.
  func evaluate(_ operands: [Cells], count: Int, texts: @autoclosure () -> [String]) throws
    -> ColumnValues
  {
    for (index, operand) in operands.enumerated() {
      switch operand {
      case .number, .column(.numbers), .column(.truths), .column(.arrays): continue
      default:
        throw DataError.unsuitableOperand(
          operation: rawValue, DataOperand(text: texts()[index], type: operand.phrase))
      }
    }
    var result = Cells.number(self == .min ? .infinity : -.infinity)
    for operand in operands {
      if isVariadic {
        let combined = try result.combined(with: operand, count: count, as: rawValue, by: pick)
        if let combined { result = .column(combined) }
      } else {
        result = map(operand)
      }
    }
    switch result {
    case .column(let values): return values
    case .number(let number): return .numbers(Array(repeating: number, count: count))
    default: throw DataError.noColumns(operation: rawValue)
    }
  }

  private func map(_ cells: Cells) -> Cells {
    switch cells {
    case .column(.numbers(let values)), .column(.truths(let values)):
      .column(.numbers(values.map { self($0) }))
    case .column(.arrays(let values, let sizes)):
      .column(.arrays(values: values.map { Float(self(Double($0))) }, sizes: sizes))
    case .number(let number): .number(self(number))
    default: cells
    }
  }

  /// The smaller or the larger of two numbers; an empty cell stays empty.
  private func pick(_ a: Double, _ b: Double) -> Double {
    if a.isNaN || b.isNaN { return .nan }
    return self == .min ? Swift.min(a, b) : Swift.max(a, b)
  }
}
