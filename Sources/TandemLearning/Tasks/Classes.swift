import TandemCatalog
import TandemData

/// The classes of a target, in the order of their codes.
enum Classes: Sendable, Equatable {
  case numbers([Double])
  case truths([Double])
  case categories([String])

  /// The classes as a person writes them.
  var names: [String] {
    switch self {
    case .numbers(let values): values.map(\.sourceText)
    case .truths(let values): values.map(Self.name)
    case .categories(let levels): levels
    }
  }

  private static func name(ofTruth value: Double) -> String { value == 0 ? "false" : "true" }

  /// The classes that occur in a column, and how many of its cells are empty.
  static func find(in column: Column) throws -> (classes: Self, missing: Int) {
    switch column.values {
    case .numbers(let values):
      let present = values.filter { !$0.isNaN }
      for (row, value) in values.enumerated() where value.isInfinite {
        throw TaskError.notFinite(column: column.label, row: row)
      }
      if let value = present.first(where: { $0 != $0.rounded() }) {
        throw TaskError.fractionalClass(column: column.label, value: value)
      }
      return (.numbers(Set(present).sorted()), values.count - present.count)
    case .truths(let values):
      let present = values.filter { !$0.isNaN }
      return (.truths(Set(present).sorted()), values.count - present.count)
    case .categories(let codes, let levels):
      let present = Set(codes)
      let occurring = levels.indices.filter(present.contains).map { levels[$0] }
      return (.categories(occurring), codes.count { $0 < 0 })
    case .arrays:
      throw TaskError.unsuitableTarget(kind: "classify", column: column.label, holds: column.type)
    }
  }

  /// Each row's class by its code, NaN where the cell is empty.
  func encode(_ column: Column) throws -> [Float] {
    switch (self, column.values) {
    case (.numbers(let classes), .numbers(let values)),
      (.truths(let classes), .truths(let values)):
      let codes = Dictionary(uniqueKeysWithValues: zip(classes, classes.indices))
      return try values.enumerated().map { row, value in
        if value.isNaN { return Float.nan }
        guard let code = codes[value] else {
          throw unknown(isTruths ? Self.name(ofTruth: value) : value.sourceText, row, of: column)
        }
        return Float(code)
      }
    case (.categories(let classes), .categories(let codes, let levels)):
      let known = Dictionary(uniqueKeysWithValues: zip(classes, classes.indices))
      let translated = levels.map { known[$0] }
      return try codes.enumerated().map { row, code in
        guard levels.indices.contains(code) else { return Float.nan }
        guard let code = translated[code] else { throw unknown(levels[code], row, of: column) }
        return Float(code)
      }
    default:
      throw TaskError.unsuitableTarget(
        kind: "classify", column: column.label, holds: column.type)
    }
  }

  private var isTruths: Bool {
    if case .truths = self { true } else { false }
  }

  private func unknown(_ value: String, _ row: Int, of column: Column) -> TaskError {
    .unknownClass(column: column.label, value: value, row: row, known: names)
  }

  /// Codes as values of the target's own type; `nil` is an empty cell.
  func values(_ codes: [Int?]) -> ColumnValues {
    switch self {
    case .numbers(let classes): .numbers(codes.map { $0.map { classes[$0] } ?? .nan })
    case .truths(let classes): .truths(codes.map { $0.map { classes[$0] } ?? .nan })
    case .categories(let levels): .categories(codes: codes.map { $0 ?? -1 }, levels: levels)
    }
  }
}
