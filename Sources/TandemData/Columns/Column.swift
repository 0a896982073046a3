public import TandemCatalog

/// One column of a data set, or what arithmetic made of some of them: a value for each row.
public struct Column: ValueObject {
  /// How the column was made: what `evaluate(run, on:)` does again with other data.
  public var expression: ColumnExpression
  public var values: ColumnValues
  /// The data whose rows these are.
  public var dataset: Dataset
  public var origin: ValueOrigin?
  public var kind: ValueKind { .column }

  /// Creates a column of a data set by its name there.
  public init(label: String, values: ColumnValues, of dataset: Dataset) {
    self.init(.column(label, from: dataset.table.derivation(of: label)), values, of: dataset)
  }

  /// Creates a column from what made it.
  public init(_ expression: ColumnExpression, _ values: ColumnValues, of dataset: Dataset) {
    self.expression = expression
    self.values = values
    self.dataset = dataset
  }

  public var count: Int { values.count }
  public var type: ColumnType { values.type }

  /// How a person would write it after the data's name: `label % 2`.
  public var label: String { expression.label }

  /// The names of the data's columns that it was made from: what a task must not have as input.
  public var ingredients: Set<String> { expression.ingredients }

  public var sourceText: String { expression.sourceText(of: dataset.sourceText) }
}

/// The values of a column, one a row.
public enum ColumnValues: Sendable, Equatable {
  /// Numbers; an empty cell is NaN.
  case numbers([Double])
  /// Truth values as 0 and 1; an empty cell is NaN.
  case truths([Double])
  /// Words from a few levels: `codes` index `levels`, −1 where the cell is empty.
  case categories(codes: [Int], levels: [String])
  /// An array a row (an image `[1, 8, 8]`, a vector `[n]`), row after row, row-major.
  case arrays(values: [Float], sizes: [Int])

  public var count: Int {
    switch self {
    case .numbers(let values), .truths(let values): values.count
    case .categories(let codes, _): codes.count
    case .arrays(let values, let sizes): values.count / max(sizes.reduce(1, *), 1)
    }
  }

  /// Whether the other has the same values; two empty cells are the same.
  func isSame(as other: Self?) -> Bool {
    switch (self, other) {
    case (.numbers(let a), .numbers(let b)?), (.truths(let a), .truths(let b)?):
      a.elementsEqual(b) { $0 == $1 || ($0.isNaN && $1.isNaN) }
    case (.arrays(let a, let sizes), .arrays(let b, let others)?):
      sizes == others && a.elementsEqual(b) { $0 == $1 || ($0.isNaN && $1.isNaN) }
    default: self == other
    }
  }

  public var type: ColumnType {
    switch self {
    case .numbers: .numbers
    case .truths: .truths
    case .categories: .categories
    case .arrays(_, let sizes): .arrays(sizes)
    }
  }
}

/// What a column holds.
public enum ColumnType: Hashable, Sendable, Codable {
  case numbers, truths, categories
  case arrays([Int])

  /// The type as a message and a table name it: "numbers", "arrays [1, 8, 8]".
  public var phrase: String {
    switch self {
    case .numbers: "numbers"
    case .truths: "truth values"
    case .categories: "categories"
    case .arrays(let sizes): "arrays [" + sizes.map(String.init).joined(separator: ", ") + "]"
    }
  }
}
