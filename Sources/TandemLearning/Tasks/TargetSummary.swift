/// What a task's target holds, for display: how often each class or label, or how numbers are spread.
public struct TargetSummary: Sendable, Equatable {
  public var rowCount: Int
  /// Rows without any target.
  public var missingCount: Int
  /// Classes, or labels that hold, with their number of rows; empty for numbers.
  public var balance: [Level]
  /// Figures of the numbers; `nil` for classes and labels.
  public var spread: Spread?

  /// A class or label and how many rows have it.
  public struct Level: Sendable, Equatable {
    public var name: String
    public var count: Int
  }

  /// Figures of a target of numbers; the deviation is that of the sample, 0 for one number.
  public struct Spread: Sendable, Equatable {
    public var mean: Double
    public var deviation: Double
    public var smallest: Double
    public var largest: Double
  }
}

extension LearningTask {
  /// What the target holds.
  /// - Returns: The figures over all rows of the data.
  /// - Throws: `TaskError`; never for the columns that the task was made with.
  public func targetSummary() throws -> TargetSummary {
    let coded = try codedTargets()
    let width = method.targetSize
    let rows = width > 0 ? coded.count / width : 0
    let missing = (0..<rows).count { row in
      coded[row * width..<(row + 1) * width].allSatisfy(\.isNaN)
    }
    var summary = TargetSummary(rowCount: rows, missingCount: missing, balance: [])
    switch method.form {
    case .classes:
      var counts = Array(repeating: 0, count: method.levels.count)
      for code in coded where !code.isNaN { counts[Int(code)] += 1 }
      summary.balance = zip(method.levels, counts).map { .init(name: $0, count: $1) }
    case .labels:
      summary.balance = method.levels.enumerated().map { place, name in
        .init(name: name, count: (0..<rows).count { coded[$0 * width + place] == 1 })
      }
    case .numbers:
      summary.spread = TargetSummary.Spread(of: coded.filter { !$0.isNaN }.map(Double.init))
    }
    return summary
  }
}

extension TargetSummary.Spread {
  init?(of numbers: [Double]) {
    guard let smallest = numbers.min(), let largest = numbers.max() else { return nil }
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(
      mean: mean, deviation: (squares / Double(max(numbers.count - 1, 1))).squareRoot(),
      smallest: smallest, largest: largest)
  }
}
