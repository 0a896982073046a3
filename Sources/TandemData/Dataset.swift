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

  /// The column of this name.
  /// - Parameter name: The name, letter for letter.
  /// - Returns: The column.
  /// - Throws: `DataError.unknownColumn`, with the names that there are.
  public func requireColumn(_ name: String) throws -> Column {
    guard let column = column(name) else {
      throw DataError.unknownColumn(name, known: columnNames)
    }
    return column
  }

  /// The columns that a model reads: those that were named, or else all but the targets'.
  ///
  /// A column that `with` made of a target, or a target of it, is left out too: it would give the
  /// answer away. What `inputs` names is an input whatever the targets are.
  /// - Parameter targets: The ingredients of the target columns of all tasks.
  /// - Returns: The input columns, in the data's order; none where all are targets.
  public func inputColumns(excluding targets: Set<String>) -> [Column] {
    if let inputNames { return inputNames.compactMap { column($0) } }
    return columnNames.compactMap { column($0) }.filter { $0.ingredients.isDisjoint(with: targets) }
  }

  /// Whether the other is data of the same rows with the same columns, split and inputs.
  public func isEqual(to other: any ValueObject) -> Bool {
    guard let other = other as? Self, hasSameRows(as: other), columnNames == other.columnNames,
      split == other.split, inputNames == other.inputNames,
      standardizesInputs == other.standardizesInputs
    else { return false }
    return columnNames.allSatisfy { table[$0]?.isSame(as: other.table[$0]) == true }
  }
}
