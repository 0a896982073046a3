public import TandemCatalog

/// One column of a data set, or what arithmetic made of some of them: a value for each row.
public struct Column: ValueObject {
  /// How a person would write it after the data's name: `label % 2`.
  public var label: String
  public var values: ColumnValues
  /// The data whose rows these are.
  public var dataset: Dataset
  /// The names of the data's columns that it was made from: what a task must not have as input.
  public var ingredients: Set<String>
  public var origin: ValueOrigin?
  public var kind: ValueKind { .column }

  /// Creates a column of a data set.
  public init(
    label: String, values: ColumnValues, of dataset: Dataset, ingredients: Set<String>? = nil
  ) {
    self.label = label
    self.values = values
    self.dataset = dataset
    self.ingredients = ingredients ?? [label]
  }

  public var count: Int { values.count }
  public var sourceText: String { "\(dataset.sourceText).\(label)" }
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
}
