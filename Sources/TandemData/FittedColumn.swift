/// An input column with the figures that the training split gave it.
struct FittedColumn: Codable, Sendable, Equatable {
  let expression: ColumnExpression
  let type: ColumnType
  /// The training splits' levels in ascending order; empty for numbers.
  private let levels: [String]
  /// For a number, a channel or an element: what is subtracted, what it is divided by (0 for a
  /// constant), and what stands for an empty cell.
  private let scales: [Scale]

  struct Scale: Codable, Sendable, Equatable {
    var mean: Double
    var offset: Double
    var factor: Double

    func callAsFunction(_ value: Double) -> Float {
      Float(((value.isNaN ? mean : value) - offset) * factor)
    }
  }

  /// How many numbers it gives a row.
  var size: Int {
    switch type {
    case .numbers, .truths: 1
    case .categories: levels.count
    case .arrays(let sizes): sizes.reduce(1, *)
    }
  }

  /// The levels of a column of categories that some rows have; none of other columns.
  static func levels(of column: Column, rows: [Int]) -> Set<String> {
    guard case .categories(let codes, let all) = column.values else { return [] }
    return Set(Set(rows.lazy.map { codes[$0] }.filter { $0 >= 0 }).map { all[$0] })
  }

  /// Learns how to code a column; `seen` are the levels of its training rows, and of others that are coded
  /// alike.
  init(_ column: Column, rows: [Int], standardizes: Bool, seen: Set<String>) throws {
    expression = column.expression
    type = column.type
    switch column.values {
    case .numbers(let values), .truths(let values):
      levels = []
      scales = [Scale(rows.lazy.map { values[$0] }, standardizes: standardizes)]
    case .categories:
      guard seen.count <= InputEncoder.levelLimit else {
        throw DataError.tooManyLevels(
          column: column.label, count: seen.count, limit: InputEncoder.levelLimit)
      }
      levels = seen.sorted()
      scales = []
    case .arrays(let values, let sizes):
      let size = sizes.reduce(1, *)
      let group = Self.groupSize(sizes)
      levels = []
      scales = stride(from: 0, to: size, by: group).map { start in
        let elements = rows.lazy.flatMap { row in
          values[row * size + start..<row * size + start + group].lazy.map(Double.init)
        }
        return Scale(elements, standardizes: standardizes)
      }
    }
  }

  /// How many elements of an array share their figures: a channel's of an image, one of a vector.
  private static func groupSize(_ sizes: [Int]) -> Int {
    max(sizes.count > 1 ? sizes.dropFirst().reduce(1, *) : 1, 1)
  }

  /// A column's values, categories coded by the training split's levels.
  func values(of column: Column) throws -> ColumnValues {
    let values = column.values
    switch (type, values) {
    case (.numbers, .numbers), (.numbers, .truths), (.truths, .truths), (.truths, .numbers):
      return values
    case (.arrays, .arrays) where values.type == type:
      return values
    case (.categories, .categories(let codes, let others)):
      var indices: [String: Int] = [:]
      for (index, level) in levels.enumerated() { indices[level] = index }
      let known = others.map { indices[$0] ?? -1 }
      return .categories(codes: codes.map { $0 < 0 ? -1 : known[$0] }, levels: levels)
    case (.categories, .numbers(let numbers)) where numbers.allSatisfy(\.isNaN):
      // A file whose column is empty throughout cannot tell what is missing in it.
      return .categories(codes: numbers.map { _ in -1 }, levels: levels)
    default:
      throw DataError.inputDiffers(
        column: expression.label, expected: type.phrase, actual: values.type.phrase)
    }
  }

  /// The column in other data: what training read there under its name.
  func column(in data: Dataset) throws -> Column {
    do {
      return try expression.evaluated(on: data)
    } catch DataError.unknownColumn(let name, _) {
      throw DataError.missingInput(column: name)
    }
  }

  /// Writes a row's numbers; `values` are what `values(of:)` gave.
  func code(_ values: ColumnValues, row: Int, into coded: inout [Float], at start: Int) {
    switch values {
    case .numbers(let numbers), .truths(let numbers): coded[start] = scales[0](numbers[row])
    case .categories(let codes, _):
      if codes[row] >= 0 { coded[start + codes[row]] = 1 }
    case .arrays(let elements, let sizes):
      let group = Self.groupSize(sizes)
      for index in 0..<size {
        coded[start + index] = scales[index / group](Double(elements[row * size + index]))
      }
    }
  }
}

extension FittedColumn.Scale {
  /// The figures of some numbers, empty ones left out.
  init(_ values: some Collection<Double>, standardizes: Bool) {
    let known = values.filter { $0.isFinite }
    let mean = ColumnFigure.mean(known)
    let deviation = ColumnFigure.std(known)
    self.mean = mean.isFinite ? mean : 0
    if standardizes {
      // Nothing known, a constant, or figures beyond Double: there is nothing to learn from.
      let isUseful = mean.isFinite && deviation.isFinite && deviation > 0
      offset = self.mean
      factor = isUseful ? 1 / deviation : 0
    } else {
      offset = 0
      factor = 1
    }
  }
}
