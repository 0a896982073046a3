public import TandemCatalog

/// Rows of named columns, with the split that a person asked for, and the inputs that they named.
///
/// A value: `where`, `take`, `with` and the like give new data; columns know the data they are of.
public struct Dataset: ValueObject {
  /// The rows themselves; shared by values that differ in split or inputs only.
  public let table: Table
  /// Which rows train, validate and test; `nil` until someone asks (`effectiveSplit` then decides).
  public var split: Split?
  /// The input columns that a person named, or that the data names itself (`digits()`: pixels).
  public var inputNames: [String]?
  /// Whether inputs are standardised with the training split's figures.
  public var standardizesInputs: Bool
  /// The language's text that makes this data again.
  public var sourceText: String
  public var origin: ValueOrigin?
  public var kind: ValueKind { .data }

  /// Creates data from a table.
  public init(
    _ table: Table, split: Split? = nil, inputNames: [String]? = nil,
    standardizesInputs: Bool = true, sourceText: String
  ) {
    self.table = table
    self.split = split
    self.inputNames = inputNames
    self.standardizesInputs = standardizesInputs
    self.sourceText = sourceText
  }

  public var rowCount: Int { table.rowCount }
  public var columnNames: [String] { table.names }

  /// The column of this name, or `nil`.
  public func column(_ name: String) -> Column? {
    guard let values = table[name] else { return nil }
    return Column(label: name, values: values, of: self)
  }
}

/// The rows of a data set: columns of one length, by name, in their order, that never change.
public final class Table: Sendable {
  public let names: [String]
  public let rowCount: Int
  private let columns: [String: ColumnValues]

  /// Creates a table; all columns have `rowCount` rows.
  public init(_ columns: [(name: String, values: ColumnValues)], rowCount: Int) {
    precondition(columns.allSatisfy { $0.values.count == rowCount }, "columns of unequal length")
    names = columns.map(\.name)
    self.columns = Dictionary(uniqueKeysWithValues: columns.map { ($0.name, $0.values) })
    self.rowCount = rowCount
  }

  /// The values of a column, or `nil`.
  public subscript(name: String) -> ColumnValues? { columns[name] }
}

/// Row numbers of the three parts of a data set; no row is in two parts.
public struct Split: Codable, Equatable, Sendable {
  public var train: [Int]
  public var validation: [Int]
  public var test: [Int]

  /// Creates a split from row numbers.
  public init(train: [Int], validation: [Int], test: [Int]) {
    self.train = train
    self.validation = validation
    self.test = test
  }
}
