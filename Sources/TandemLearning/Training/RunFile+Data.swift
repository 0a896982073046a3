import TandemCatalog
import TandemData

/// A task as the metadata of a file holds it.
struct StoredTask: Codable {
  var name: String
  var source: String
  /// Which of the file's data.
  var data: Int
  var targets: [ColumnExpression]
  var inputs: [ColumnExpression]?
}

/// The rows of some tasks as a file holds them; the numbers are arrays of their own.
struct StoredData: Codable {
  /// Data with the same number have the same rows.
  var rows: Int
  var rowCount: Int
  var inputNames: [String]?
  var standardizesInputs: Bool
  var source: String
  var columns: [StoredColumn]

  /// A column without its numbers.
  struct StoredColumn: Codable {
    var name: String
    var type: ColumnType
    var levels: [String]
  }
}

/// Collects what a file needs of the data of a run's tasks.
struct DataCollector {
  private(set) var datasets: [Dataset] = []
  private var names: [Set<String>] = []

  /// Notes a task's columns.
  /// - Parameters:
  ///   - task: The task.
  ///   - excluded: Columns that are inputs only where they are named.
  /// - Returns: The task for the metadata.
  /// - Throws: `DataError`, where the data cannot be split; a run's data can.
  mutating func add(_ task: LearningTask, excluding excluded: Set<String>) throws -> StoredTask {
    var data = task.dataset
    data.split = try data.effectiveSplit
    let index =
      datasets.firstIndex {
        $0.table === data.table && $0.split == data.split && $0.sourceText == data.sourceText
          && $0.standardizesInputs == data.standardizesInputs
      } ?? datasets.count
    if index == datasets.count {
      data.inputNames = nil
      datasets.append(data)
      names.append([])
    }
    let inputs = try task.inputColumns(excluding: excluded)
    names[index].formUnion((task.targets + inputs).flatMap(\.ingredients))
    // A column that `with` made keeps its recipe only if it is named.
    let isNamed = task.inputs != nil || !inputs.allSatisfy { $0.expression.isPlain }
    if !isNamed { datasets[index].inputNames = inputs.map(\.label) }
    return StoredTask(
      name: task.name, source: task.sourceText(target: RunArchive.targetName), data: index,
      targets: task.targets.map(\.expression), inputs: isNamed ? inputs.map(\.expression) : nil)
  }

  /// Adds the numbers to a file.
  /// - Parameter file: The file.
  /// - Returns: The descriptions for the metadata.
  func store(in file: inout Safetensors) -> [StoredData] {
    datasets.enumerated().map { index, data in
      let rows = datasets.firstIndex { $0.hasSameRows(as: data) } ?? index
      var stored = StoredData(
        rows: rows, rowCount: data.rowCount, inputNames: data.inputNames,
        standardizesInputs: data.standardizesInputs, source: data.sourceText, columns: [])
      for name in data.columnNames where names[index].contains(name) {
        guard let values = data.table[name] else { continue }
        let place = "data.\(index).\(name)"
        stored.columns.append(.init(name: name, type: values.type, levels: values.levels))
        switch values {
        case .numbers(let numbers), .truths(let numbers): file.add(place, .doubles(numbers))
        case .categories(let codes, _): file.add(place, .integers(codes.map { Int32($0) }))
        case .arrays(let numbers, let sizes):
          file.add(place, .floats(numbers), shape: [data.rowCount] + sizes)
        }
      }
      for (part, rows) in data.splitParts {
        file.add("split.\(index).\(part)", .integers(rows.map { Int32($0) }))
      }
      return stored
    }
  }
}

extension StoredData {
  /// The data as it was.
  /// - Parameters:
  ///   - file: The file.
  ///   - index: Its number there.
  ///   - identity: Tells the rows of this file from all others.
  /// - Returns: Data of the columns that the tasks need.
  /// - Throws: `DamagedRun`, where numbers are missing or do not fit.
  func dataset(
    from file: Safetensors, index: Int, identity: String
  ) throws(DamagedRun) -> Dataset {
    guard rowCount > 0 else { throw DamagedRun(reason: "its data has no rows") }
    var found: [(name: String, values: ColumnValues)] = []
    for column in columns {
      let values = try column.values(in: file, at: "data.\(index).\(column.name)")
      guard values.count == rowCount, !found.contains(where: { $0.name == column.name }) else {
        throw DamagedRun(reason: "the column '\(column.name)' does not have \(rowCount) rows")
      }
      found.append((column.name, values))
    }
    var parts: [[Int]] = []
    for part in Dataset.partNames {
      let rows = try file.integers("split.\(index).\(part)")
      guard rows.allSatisfy((0..<rowCount).contains) else {
        throw DamagedRun(reason: "the split names rows that are not there")
      }
      parts.append(rows)
    }
    return Dataset(
      Table(found, rowCount: rowCount, source: "\(identity) \(rows)"),
      split: Split(train: parts[0], validation: parts[1], test: parts[2]),
      inputNames: inputNames, standardizesInputs: standardizesInputs, sourceText: source)
  }
}

extension StoredData.StoredColumn {
  fileprivate func values(in file: Safetensors, at place: String) throws(DamagedRun)
    -> ColumnValues
  {
    switch type {
    case .numbers: return .numbers(try file.doubles(place))
    case .truths: return .truths(try file.doubles(place))
    case .categories:
      let codes = try file.integers(place)
      guard codes.allSatisfy((-1..<levels.count).contains), Set(levels).count == levels.count
      else { throw .missing(place) }
      return .categories(codes: codes, levels: levels)
    case .arrays(let sizes):
      let numbers = try file.floats(place)
      guard let shape = file.arrays[place]?.shape, Array(shape.dropFirst()) == sizes,
        sizes.allSatisfy({ $0 > 0 })
      else { throw .missing(place) }
      return .arrays(values: numbers, sizes: sizes)
    }
  }
}

extension ColumnExpression {
  fileprivate var isPlain: Bool {
    if case .column(_, from: nil) = self { true } else { false }
  }
}

extension ColumnValues {
  fileprivate var levels: [String] {
    if case .categories(_, let levels) = self { levels } else { [] }
  }
}

extension Dataset {
  fileprivate static var partNames: [String] { ["train", "validation", "test"] }

  fileprivate var splitParts: [(String, [Int])] {
    guard let split else { return [] }
    return Array(zip(Self.partNames, [split.train, split.validation, split.test]))
  }
}
