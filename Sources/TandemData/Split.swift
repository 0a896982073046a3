import TandemTensors

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

  /// The split of rows that were taken out of others: each row stays in its part.
  /// - Parameters:
  ///   - rows: The numbers that the kept rows had, in their new order.
  ///   - rowCount: How many rows there were.
  /// - Returns: The parts by the new row numbers, in ascending order.
  func keeping(_ rows: [Int], of rowCount: Int) -> Self {
    var partOf = Array(repeating: UInt8(0), count: rowCount)
    for row in train { partOf[row] = 1 }
    for row in validation { partOf[row] = 2 }
    for row in test { partOf[row] = 3 }
    func part(_ number: UInt8) -> [Int] { rows.indices.filter { partOf[rows[$0]] == number } }
    return Self(train: part(1), validation: part(2), test: part(3))
  }
}
