import TandemData
import TandemTensors

/// One batch of invented rows, which is the whole training split: every step sees the same.
struct SyntheticBatch {
  let rowCount: Int
  private var generator: Generator
  private var columns: [(name: String, values: ColumnValues)] = []

  /// Draws the inputs, evenly from 0 to 1.
  /// - Parameters:
  ///   - rowCount: How many rows the batch has.
  ///   - inputSizes: The shape of one row.
  init(rowCount: Int, inputSizes: [Int]) {
    self.rowCount = rowCount
    generator = Generator(seed: 0, stream: "benchmark")
    let count = inputSizes.reduce(rowCount, *)
    let values = (0..<count).map { _ in generator.nextUniform() }
    columns.append((Self.inputName, .arrays(values: values, sizes: inputSizes)))
  }

  private static let inputName = "inputs"

  /// Adds a target of classes from 0, each of which occurs.
  mutating func addClasses(_ name: String, count: Int) {
    // Drawn classes might leave one out, and a task has the classes that its target holds.
    columns.append((name, .numbers((0..<rowCount).map { Double($0 % count) })))
  }

  /// Adds a target of numbers, evenly from 0 to 1.
  mutating func addNumbers(_ name: String) {
    columns.append((name, .numbers((0..<rowCount).map { _ in Double(generator.nextUniform()) })))
  }

  /// The rows as data, all of them for training, with inputs as they are.
  var dataset: Dataset {
    let all = Split(train: Array(0..<rowCount), validation: [], test: [])
    return Dataset(
      Table(columns, rowCount: rowCount), split: all, inputNames: [Self.inputName],
      standardizesInputs: false, sourceText: "benchmark")
  }
}
