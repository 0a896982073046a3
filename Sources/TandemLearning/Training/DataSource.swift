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

/// A task's targets as numbers, and what the loss of each counts.
struct CodedTarget {
  /// All rows of the data set: `[rows, size]`, NaN where a target is missing.
  let values: [Float]
  let size: Int
  /// How many losses a row has: one for each target, or one for the whole row.
  let lossSize: Int
  /// What each loss counts in the mean: `[rows, lossSize]`, 0 where a target is missing; `nil` where
  /// all rows that matter count 1.
  private(set) var counts: [Float]?
  /// Whether a row that matters lacks a target: only then is a mask computed with.
  private(set) var isMasked = false

  /// Codes the targets of a data set.
  /// - Parameters:
  ///   - task: The task, with the loss that its targets are weighted by.
  ///   - columns: As many columns as the task has targets, of any data.
  ///   - rows: The rows that matter: those that are trained on.
  /// - Throws: `TaskError`.
  init(_ task: LearningTask, _ columns: [Column], rows: [Int] = []) throws {
    size = task.method.targetSize
    let isWhole = type(of: task.loss).isOfWholeRows
    lossSize = isWhole ? 1 : size
    let coded = try task.method.encode(columns)
    values = coded.map { task.loss.isIgnored($0) ? .nan : $0 }
    if rows.isEmpty { return }
    isMasked = rows.contains { row in self.targets(row).contains { $0.isNaN } }
    let all = isWhole ? wholeRows : values.map { $0.isNaN ? 0 : task.loss.weight(ofTarget: $0) }
    let isEven = rows.allSatisfy { row in
      all[row * lossSize..<(row + 1) * lossSize].allSatisfy { $0 == 1 }
    }
    counts = isEven ? nil : all
  }

  /// The targets of a task that there are no rows of.
  init(emptyOf task: LearningTask) {
    size = task.method.targetSize
    lossSize = type(of: task.loss).isOfWholeRows ? 1 : size
    values = []
  }

  /// 1 for each row that has all its targets.
  private var wholeRows: [Float] {
    (0..<values.count / max(size, 1)).map { row in targets(row).contains { $0.isNaN } ? 0 : 1 }
  }

  /// The targets of a row.
  func targets(_ row: Int) -> ArraySlice<Float> { values[row * size..<(row + 1) * size] }

  /// What the losses of some rows count together.
  func count(of rows: [Int]) -> Double {
    guard let counts else { return Double(rows.count * lossSize) }
    return rows.reduce(0) { sum, row in
      counts[row * lossSize..<(row + 1) * lossSize].reduce(sum) { $0 + Double($1) }
    }
  }

  /// Whether at least one number of a row's target is there.
  func isLabelled(_ row: Int) -> Bool { targets(row).contains { !$0.isNaN } }
}
