/// How columns become rows of numbers: fitted on the training split, used on all rows.
///
/// One array column keeps its shape; several columns are flattened and joined: numbers standardised,
/// categories one-hot over the training split's levels (others all zeros), missing numbers the training
/// mean, constant inputs 0.
public struct InputEncoder: Codable, Sendable, Equatable {
  /// The columns that it reads, in order.
  public var columnNames: [String]
  /// The shape of one coded row.
  public var rowShape: [Int]
}
