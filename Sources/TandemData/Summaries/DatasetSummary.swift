/// Data at a glance: what the display shows of it.
public struct DatasetSummary: Sendable, Equatable {
  public var rowCount: Int
  public var columns: [ColumnSummary]
  /// Whether someone asked for the split, rather than the default.
  public var isSplitAsked: Bool
  /// Rows in training, validation and test; `nil` where there are too few rows to split.
  public var splitSizes: SplitSizes?
  /// The inputs that were named, or that the data names itself; `nil` where the tasks decide.
  public var inputNames: [String]?
  public var standardizesInputs: Bool
  /// Cells of the first rows, row by row in the order of the columns; empty cells are `nil`.
  public var firstRows: [[String?]]

  /// How many rows each part of a split has.
  public struct SplitSizes: Sendable, Equatable {
    public var train: Int
    public var validation: Int
    public var test: Int
  }
}

extension Dataset {
  /// The data at a glance.
  /// - Parameter rows: How many of the first rows to show.
  /// - Returns: Plain values for the display.
  public func summary(rows: Int = 5) -> DatasetSummary {
    let columns = columnNames.compactMap { column($0) }
    let sizes = (try? effectiveSplit).map {
      DatasetSummary.SplitSizes(
        train: $0.train.count, validation: $0.validation.count, test: $0.test.count)
    }
    return DatasetSummary(
      rowCount: rowCount, columns: columns.map(\.summary), isSplitAsked: split != nil,
      splitSizes: sizes, inputNames: inputNames, standardizesInputs: standardizesInputs,
      firstRows: (0..<min(max(rows, 0), rowCount)).map { row in columns.map { $0.cellText(row) } })
  }
}
