import Glibc

extension ColumnOperator {
  /// Whether it gives numbers, rather than truths.
  public var isArithmetic: Bool {
    switch self {
    case .add, .subtract, .multiply, .divide, .remainder, .power: true
    default: false
    }
  }

  /// The result for two plain numbers.
  /// - Parameters:
  ///   - a: The left number.
  ///   - b: The right number.
  /// - Returns: The sum, quotient, …; 1 and 0 for true and false.
  /// - Throws: `DataError.divisionByZero`, or `.notFinite` for what has no finite result.
  public func evaluate(_ a: Double, _ b: Double) throws -> Double {
    let result = self(a, b)
    guard result.isNaN else { return result }
    let text = ColumnExpression.binary(self, .number(a), .number(b)).label
    throw b == 0 && (self == .divide || self == .remainder)
      ? DataError.divisionByZero(operation: text) : DataError.notFinite(operation: text)
  }

  /// The result for two cells as numbers; NaN where one is empty or there is no finite result.
  ///
  /// The remainder has the sign of the divisor, as in Python. Truths are 0 and 1.
  func callAsFunction(_ a: Double, _ b: Double) -> Double {
    if a.isNaN || b.isNaN { return .nan }
    let result: Double
    switch self {
    case .add: result = a + b
    case .subtract: result = a - b
    case .multiply: result = a * b
    case .divide: result = a / b
    case .remainder:
      let rest = fmod(a, b)
      result = rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
    case .power: result = pow(a, b)
    case .equal: return a == b ? 1 : 0
    case .notEqual: return a != b ? 1 : 0
    case .less: return a < b ? 1 : 0
    case .lessOrEqual: return a <= b ? 1 : 0
    case .greater: return a > b ? 1 : 0
    case .greaterOrEqual: return a >= b ? 1 : 0
    case .and: return a * b
    case .or: return max(a, b)
    }
    return result.isFinite ? result : .nan
  }

  /// The result row by row; `texts` are the operands as they are written.
  func evaluate(
    _ left: Cells, _ right: Cells, count: Int, texts: @autoclosure () -> (String, String)
  ) throws -> ColumnValues {
    let isLogical = self == .and || self == .or
    if isLogical, let a = left.truths, let b = right.truths {
      return .truths(a.combined(with: b, count: count, by: callAsFunction))
    }
    if self == .equal || self == .notEqual, left.isTextual, right.isTextual {
      return .truths(compareWords(left, right, count: count))
    }
    let values =
      isLogical
      ? nil : try left.combined(with: right, count: count, as: rawValue, by: callAsFunction)
    switch values {
    case .numbers(let numbers)? where !isArithmetic: return .truths(numbers)
    case let values?: return values
    case nil:
      let (a, b) = texts()
      throw DataError.unsuitableOperands(
        operation: rawValue, left: DataOperand(text: a, type: left.phrase),
        right: DataOperand(text: b, type: right.phrase))
    }
  }

  /// Compares words by their spelling, for two columns have levels of their own.
  private func compareWords(_ left: Cells, _ right: Cells, count: Int) -> [Double] {
    let (a, b) = (left.words(), right.words())
    // One number for each word that occurs on either side, so that rows compare numbers.
    var numbers: [String: Double] = [:]
    for level in a.levels + b.levels where numbers[level] == nil {
      numbers[level] = Double(numbers.count)
    }
    let (x, y) = (a.levels.map { numbers[$0] ?? .nan }, b.levels.map { numbers[$0] ?? .nan })
    return (0..<count).map { row in
      let (i, j) = (a.code(row), b.code(row))
      return i < 0 || j < 0 ? .nan : self(x[i], y[j])
    }
  }
}
