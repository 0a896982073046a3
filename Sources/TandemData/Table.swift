import Synchronization
import TandemTensors

/// The rows of a data set: columns of one length, by name, in their order, that never change.
public final class Table: Sendable {
  public let names: [String]
  public let rowCount: Int
  private let columns: [String: ColumnValues]
  /// What `with` and `select` made a column of.
  private let derivations: [String: ColumnExpression]
  /// Which rows these are, so that columns can be told to belong together.
  let identity: RowIdentity
  /// Whether two rows may hold the same image, as pairs do: dealt out anew, it would be in two parts.
  let sharesImages: Bool

  /// Creates a table of rows of its own; all columns have `rowCount` rows.
  /// - Parameters:
  ///   - columns: The columns by name, no name twice.
  ///   - rowCount: The length of each.
  ///   - source: A text that is the same whenever the same rows are loaded again; `nil` where the
  ///     rows are like no others.
  ///   - sharesImages: Whether two rows may hold the same image.
  public convenience init(
    _ columns: [(name: String, values: ColumnValues)], rowCount: Int, source: String? = nil,
    sharesImages: Bool = false
  ) {
    self.init(
      columns, rowCount: rowCount, derivations: [:],
      identity: RowIdentity(source: source ?? "table \(tableCount.add())", rowCount: rowCount),
      sharesImages: sharesImages)
  }

  init(
    _ columns: [(name: String, values: ColumnValues)], rowCount: Int,
    derivations: [String: ColumnExpression], identity: RowIdentity, sharesImages: Bool
  ) {
    precondition(columns.allSatisfy { $0.values.count == rowCount }, "columns of unequal length")
    names = columns.map(\.name)
    self.columns = Dictionary(uniqueKeysWithValues: columns.map { ($0.name, $0.values) })
    self.rowCount = rowCount
    self.derivations = derivations
    self.identity = identity
    self.sharesImages = sharesImages
  }

  /// The values of a column, or `nil`.
  public subscript(name: String) -> ColumnValues? { columns[name] }

  /// What a column was made of, if it was not there from the first.
  func derivation(of name: String) -> ColumnExpression? { derivations[name] }

  /// The same columns with some of the rows, in the order given; numbers may repeat.
  func keeping(_ rows: [Int]) -> Table {
    Table(
      names.compactMap { name in columns[name].map { (name, $0.keeping(rows)) } },
      rowCount: rows.count, derivations: derivations, identity: identity.keeping(rows),
      sharesImages: sharesImages)
  }

  /// The same rows with other columns; those that are new name what they are made of.
  func replacing(_ columns: [Column]) -> Table {
    var derivations: [String: ColumnExpression] = [:]
    for column in columns {
      switch column.expression {
      case .column(let name, let source): derivations[name] = source
      default: derivations[column.label] = column.expression
      }
    }
    return Table(
      columns.map { ($0.label, $0.values) }, rowCount: rowCount, derivations: derivations,
      identity: identity, sharesImages: sharesImages)
  }

  /// A text for rows that an operation makes of these: the same for the same rows.
  func derivedSource(_ operation: String) -> String { "\(operation) of \(identity.text)" }
}

/// Tells rows apart: where they come from, and which of the rows there they are.
///
/// Two values that were derived in different ways but hold the same rows in the same order are equal,
/// so that `houses.where(houses.price > 3)` may stand where `houses` was declared twice.
struct RowIdentity: Sendable, Equatable {
  private let source: String
  /// How many rows the source has.
  private let rowCount: Int
  /// Row numbers in the source; `nil` for all of them in order.
  private var rows: [Int]?

  init(source: String, rowCount: Int) {
    self.source = source
    self.rowCount = rowCount
  }

  /// A text that is the same for the same rows.
  var text: String {
    guard let rows else { return "\(source) \(rowCount)" }
    let hash = rows.reduce(UInt64(rows.count)) { Generator.mix($0 ^ UInt64($1)) }
    return "\(source) \(rowCount) \(hash)"
  }

  func keeping(_ kept: [Int]) -> Self {
    var identity = self
    let numbers = rows.map { rows in kept.map { rows[$0] } } ?? kept
    identity.rows = numbers.elementsEqual(0..<rowCount) ? nil : numbers
    return identity
  }
}

/// Numbers tables that have no source of their own.
private let tableCount = Counter()

private final class Counter: Sendable {
  private let value = Atomic<Int>(0)

  func add() -> Int { value.add(1, ordering: .relaxed).newValue }
}

extension ColumnValues {
  /// Some of the values, in the order given; levels that no row has any more go.
  func keeping(_ rows: [Int]) -> Self {
    switch self {
    case .numbers(let values): return .numbers(rows.map { values[$0] })
    case .truths(let values): return .truths(rows.map { values[$0] })
    case .categories(let codes, let levels):
      return .categories(codes: rows.map { codes[$0] }, levels: levels).withoutUnusedLevels
    case .arrays(let values, let sizes):
      let size = sizes.reduce(1, *)
      var kept: [Float] = []
      kept.reserveCapacity(rows.count * size)
      for row in rows { kept.append(contentsOf: values[row * size..<(row + 1) * size]) }
      return .arrays(values: kept, sizes: sizes)
    }
  }

  /// The categories without levels that no row has; anything else as it is.
  var withoutUnusedLevels: Self {
    guard case .categories(let codes, let levels) = self else { return self }
    var isUsed = Array(repeating: false, count: levels.count)
    for code in codes where code >= 0 { isUsed[code] = true }
    if isUsed.allSatisfy({ $0 }) { return self }
    var newCodes: [Int] = []
    var kept: [String] = []
    for (level, used) in zip(levels, isUsed) {
      newCodes.append(used ? kept.count : -1)
      if used { kept.append(level) }
    }
    return .categories(codes: codes.map { $0 < 0 ? -1 : newCodes[$0] }, levels: kept)
  }
}
