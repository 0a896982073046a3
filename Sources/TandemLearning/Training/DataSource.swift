import TandemData

/// A data set of a run: which rows train, validate and test, and which tasks it teaches.
struct DataSource {
  let dataset: Dataset
  let split: Split
  var tasks: [Int] = []
  /// Training rows with a label for at least one of the tasks: the others would teach nothing.
  var trainingRows: [Int] = []
}

/// Tasks that see the same inputs: one data set, one list of input columns.
struct TaskGroup {
  let source: Int
  var tasks: [Int]
  let encoder: InputEncoder
  /// All rows of the data set, coded: `[rows, rowSize]`.
  var inputs: [Float]

  var rowSize: Int { encoder.rowShape.reduce(1, *) }

  /// Copies coded rows, one after the other.
  func copyRows(_ rows: some Sequence<Int>, to start: UnsafeMutablePointer<Float>) {
    let size = rowSize
    inputs.withUnsafeBufferPointer { numbers in
      guard let source = numbers.baseAddress else { return }
      var place = start
      for row in rows {
        place.update(from: source + row * size, count: size)
        place += size
      }
    }
  }
}

/// A task's targets as numbers.
struct CodedTarget {
  /// All rows of the data set: `[rows, size]`, NaN where a target is missing.
  let values: [Float]
  let size: Int
  /// Whether a training row lacks one: only then is a mask computed with.
  var isMasked = false

  /// Whether at least one number of a row's target is there.
  func isLabelled(_ row: Int) -> Bool {
    values[row * size..<(row + 1) * size].contains { !$0.isNaN }
  }
}
