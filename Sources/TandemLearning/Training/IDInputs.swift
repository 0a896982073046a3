import TandemData
import TandemNetworks
import TandemTensors

extension ForwardContext {
  /// What a network's inputs must be below, if some of its layers look them up by number.
  func idCount(of input: Tensor) -> Int? {
    idRequirements.filter { $0.ids.reshapedFrom === input }.map(\.count).min()
  }
}

extension TaskGroup {
  /// Checks that inputs are ids: an embedding would give NaN for anything else.
  /// - Parameters:
  ///   - count: What ids are below.
  ///   - rows: Which rows; all if left out.
  /// - Throws: `TrainingError.unsuitableID` with the first that is none.
  func requireIDs(below count: Int, in rows: [Int]? = nil) throws {
    let size = rowSize
    for row in rows ?? Array(0..<inputs.count / max(size, 1)) {
      for element in 0..<size {
        let value = inputs[row * size + element]
        guard value >= 0, value < Float(count), value == value.rounded() else {
          let names = encoder.columnNames
          let column = names.count == size ? names[element] : names.joined(separator: ", ")
          throw TrainingError.unsuitableID(
            column: column, row: row, value: Double(value), count: count,
            isStandardized: encoder.standardizes)
        }
      }
    }
  }
}
