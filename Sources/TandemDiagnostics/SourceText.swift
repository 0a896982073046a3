/// The text of one cell, with what is needed to point into it.
public struct SourceText: Sendable, Equatable {
  /// What spans name the text by; no two texts of a session have the same.
  public let cell: Int
  /// What `cell 4` in an error says; front ends may run two cells under one number.
  public let number: Int
  public let text: String
  /// UTF-8 offsets at which lines begin, the first being 0.
  public let lineStarts: [Int]

  /// Creates the text of a cell, which errors call by `number`, or else by `cell`.
  public init(cell: Int, text: String, number: Int? = nil) {
    self.cell = cell
    self.number = number ?? cell
    self.text = text
    var starts = [0]
    for (offset, byte) in text.utf8.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }
}

/// A stretch of a cell's text, from `lower` up to but not including `upper`, in UTF-8 offsets.
public struct SourceSpan: Hashable, Sendable {
  public var cell: Int
  public var lower: Int
  public var upper: Int

  /// Creates a span.
  public init(cell: Int, lower: Int, upper: Int) {
    self.cell = cell
    self.lower = lower
    self.upper = upper
  }

  /// The smallest span that holds both; the other must be of the same cell.
  public func joined(with other: Self) -> Self {
    Self(cell: cell, lower: min(lower, other.lower), upper: max(upper, other.upper))
  }
}
