/// How columns become rows of numbers: fitted on the training split, used on all rows.
///
/// One array column keeps its shape; several columns are flattened and joined. Numbers and truths (as
/// 0 and 1) are standardised, `(x − mean) / deviation`, arrays alike: for each channel of an image
/// (the first of several dimensions), for each element of a vector. Categories are one-hot over the
/// training split's levels; one not seen there, and an empty cell, is all zeros. An empty number is
/// the training mean. What is constant in training becomes 0, for any value. Without standardising,
/// numbers stay as they are. All figures are in Double; the deviation is divided by n.
public struct InputEncoder: Codable, Sendable, Equatable {
  /// The columns that it reads, in order.
  public var columnNames: [String] { columns.map(\.expression.label) }
  /// The shape of one coded row.
  public private(set) var rowShape: [Int]
  /// Whether numbers are standardised.
  public let standardizes: Bool
  let columns: [FittedColumn]

  /// How many levels a category input has at most; beyond, the column is a name, not a kind.
  public static let levelLimit = 2000
  /// How many numbers coded rows hold at most in all (2 GB).
  static let sizeLimit = 500_000_000

  /// Learns how to code columns.
  /// - Parameters:
  ///   - columns: The input columns, all of the same rows.
  ///   - rows: The rows of the training split.
  ///   - standardizes: Whether numbers are standardised.
  /// - Throws: `DataError` where there are no columns or no rows, or a column has too many levels.
  public init(fitting columns: [Column], rows: [Int], standardizing standardizes: Bool = true)
    throws
  {
    try self.init(
      fitting: columns, rows: rows, standardizing: standardizes,
      levels: columns.map { FittedColumn.levels(of: $0, rows: rows) })
  }

  init(
    fitting columns: [Column], rows: [Int], standardizing standardizes: Bool, levels: [Set<String>]
  ) throws {
    if columns.isEmpty { throw DataError.noColumns(operation: "inputs") }
    if rows.isEmpty { throw DataError.noTrainingRows }
    self.columns = try zip(columns, levels).map {
      try FittedColumn($0, rows: rows, standardizes: standardizes, seen: $1)
    }
    self.standardizes = standardizes
    rowShape = [self.columns.reduce(0) { $0 + $1.size }]
    if columns.count == 1, case .arrays(let sizes) = columns[0].type { rowShape = sizes }
  }

  /// How many numbers a coded row has.
  public var rowSize: Int { columns.reduce(0) { $0 + $1.size } }

  /// Codes rows of data that has the columns the encoder was fitted on.
  /// - Parameters:
  ///   - data: The data; derived columns are computed anew from its own.
  ///   - rows: Row numbers; `nil` for all rows in order.
  /// - Returns: The coded rows one after the other, each of `rowShape`.
  /// - Throws: `DataError.missingInput` or `.inputDiffers` where a column is not as in training,
  ///   `.rowOutOfRange`, or `.inputsTooLarge`.
  public func encode(_ data: Dataset, rows: [Int]? = nil) throws -> [Float] {
    try encode(columns.map { try $0.column(in: data) }, rows: rows)
  }

  /// Codes rows of columns that stand for those the encoder was fitted on, in the same order.
  /// - Parameters:
  ///   - found: The columns, all of the same rows.
  ///   - rows: Row numbers; `nil` for all rows in order.
  /// - Returns: The coded rows one after the other, each of `rowShape`.
  /// - Throws: `DataError.inputDiffers` where a column is not as in training, `.rowOutOfRange`, or
  ///   `.inputsTooLarge`.
  public func encode(_ found: [Column], rows: [Int]? = nil) throws -> [Float] {
    precondition(found.count == columns.count, "\(found.count) columns for \(columns.count)")
    let rowCount = found.first?.count ?? 0
    let rows = rows ?? Array(0..<rowCount)
    if let row = rows.first(where: { $0 < 0 || $0 >= rowCount }) {
      throw DataError.rowOutOfRange(row: row, rowCount: rowCount)
    }
    guard rows.count <= Self.sizeLimit / max(rowSize, 1) else {
      throw DataError.inputsTooLarge(rowCount: rows.count, rowSize: rowSize)
    }
    var coded = Array(repeating: Float(0), count: rows.count * rowSize)
    var offset = 0
    for (column, input) in zip(columns, found) {
      let values = try column.values(of: input)
      for (index, row) in rows.enumerated() {
        column.code(values, row: row, into: &coded, at: index * rowSize + offset)
      }
      offset += column.size
    }
    return coded
  }
}
