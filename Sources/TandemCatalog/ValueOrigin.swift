/// The place in a session's cells that made a value, so that a later error can point at it.
///
/// Plain numbers: the modules below the language know no source text. `lower` and `upper` are UTF-8
/// offsets into the cell that the session numbered `cell`.
public struct ValueOrigin: Hashable, Sendable, Codable {
  public var cell: Int
  public var lower: Int
  public var upper: Int

  /// Creates the origin of the text from `lower` to `upper` in a cell.
  public init(cell: Int, lower: Int, upper: Int) {
    self.cell = cell
    self.lower = lower
    self.upper = upper
  }
}
