/// A column at a glance: what the display shows of it.
public struct ColumnSummary: Sendable, Equatable {
  public var label: String
  public var type: ColumnType
  public var count: Int
  /// Empty cells; arrays with an empty element.
  public var missingCount: Int
  /// Figures of numbers, truths (as 0 and 1) and all elements of arrays; `nil` where there are none.
  public var figures: Figures?
  /// Levels of categories, `false` and `true` of truths, with the rows that have them.
  public var levels: [LevelCount]
  /// A histogram of numbers and of arrays' elements; a bin a value where these are few and whole.
  public var bins: [Bin]

  /// Figures of numbers; the deviation is divided by n.
  public struct Figures: Sendable, Equatable {
    public var min: Double
    public var mean: Double
    public var max: Double
    public var std: Double
  }

  /// A level and how many rows have it.
  public struct LevelCount: Sendable, Equatable {
    public var level: String
    public var count: Int
  }

  /// How many numbers lie from `lower` up to but not including `upper`, which the last bin includes.
  public struct Bin: Sendable, Equatable {
    public var lower: Double
    public var upper: Double
    public var count: Int
    /// Whether the bin is the single value `lower`.
    public var isSingleValue: Bool { lower == upper }
  }
}

extension Column {
  /// The column at a glance.
  public var summary: ColumnSummary {
    var summary = ColumnSummary(
      label: label, type: type, count: count, missingCount: 0, figures: nil, levels: [], bins: [])
    switch values {
    case .numbers(let values):
      let known = values.filter { !$0.isNaN }
      summary.missingCount = values.count - known.count
      summary.describe(known)
    case .truths(let values):
      let known = values.filter { !$0.isNaN }
      let trueCount = known.count { $0 == 1 }
      summary.missingCount = values.count - known.count
      summary.levels = [
        .init(level: "false", count: known.count - trueCount),
        .init(level: "true", count: trueCount),
      ]
      summary.figures = .init(known)
    case .categories(let codes, let levels):
      var counts = Array(repeating: 0, count: levels.count)
      for code in codes where code >= 0 { counts[code] += 1 }
      summary.missingCount = codes.count - counts.reduce(0, +)
      summary.levels = zip(levels, counts).map { .init(level: $0, count: $1) }
    case .arrays(let values, let sizes):
      let size = max(sizes.reduce(1, *), 1)
      summary.missingCount = (0..<count).count { row in
        values[row * size..<(row + 1) * size].contains { $0.isNaN }
      }
      summary.describe(values.lazy.filter { !$0.isNaN }.map(Double.init))
    }
    return summary
  }
}

extension ColumnSummary {
  fileprivate mutating func describe(_ values: [Double]) {
    figures = Figures(values)
    bins = Self.histogram(of: values)
  }

  /// Bins of equal width, at most 20 of them and fewer for few numbers.
  private static func histogram(of values: [Double]) -> [Bin] {
    guard let lower = values.min(), let upper = values.max() else { return [] }
    var counts: [Double: Int] = [:]
    for value in values {
      counts[value, default: 0] += 1
      if counts.count > 20 { break }
    }
    if counts.count <= 20, lower == upper || counts.keys.allSatisfy({ $0 == $0.rounded() }) {
      return counts.sorted { $0.key < $1.key }.map { Bin(lower: $0, upper: $0, count: $1) }
    }
    let binCount = min(max(Int(Double(values.count).squareRoot()), 5), 20)
    // Halved, or the width of −1e308…1e308 would be infinite.
    let width = (upper / 2 - lower / 2) / Double(binCount) * 2
    guard width > 0, width.isFinite else {
      return [Bin(lower: lower, upper: upper, count: values.count)]
    }
    var bins = (0..<binCount).map {
      Bin(lower: lower + Double($0) * width, upper: lower + Double($0 + 1) * width, count: 0)
    }
    bins[binCount - 1].upper = upper
    for value in values {
      let place = ((value / 2 - lower / 2) / width * 2).rounded(.down)
      bins[min(Int(max(place, 0)), binCount - 1)].count += 1
    }
    return bins
  }
}

extension ColumnSummary.Figures {
  fileprivate init?(_ values: [Double]) {
    if values.isEmpty { return nil }
    self.init(
      min: ColumnFigure.min(values), mean: ColumnFigure.mean(values), max: ColumnFigure.max(values),
      std: ColumnFigure.std(values))
  }
}
