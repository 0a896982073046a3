/// How a column follows from the columns of its data, apart from any data.
///
/// `digits.label % 2` is `label % 2` of whatever data has a `label`: of the data that a run was
/// trained on, and of what it is later evaluated on.
public indirect enum ColumnExpression: Hashable, Sendable, Codable {
  /// A column by its name; `from` is what `with` made it of, for data that lacks the name.
  case column(String, from: ColumnExpression?)
  case number(Double)
  case truth(Bool)
  case text(String)
  case negation(ColumnExpression)
  case complement(ColumnExpression)
  case binary(ColumnOperator, ColumnExpression, ColumnExpression)
  /// `column in [1, 2]`: the list holds constants.
  case membership(ColumnExpression, [ColumnExpression])
  /// `log(column)`, `max(a, b)`.
  case function(ColumnFunction, [ColumnExpression])
  /// `round(column, digits: 2)`.
  case rounding(ColumnExpression, digits: Int)
  /// `pixels.mean`: a figure of each row's array.
  case figure(ColumnFigure, ColumnExpression)
}

/// An operator between two operands, spelt as in the language.
public enum ColumnOperator: String, Hashable, Sendable, Codable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case power = "^"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case and
  case or
}

/// A function that acts row by row, by its name in the language.
public enum ColumnFunction: String, Hashable, Sendable, Codable, CaseIterable {
  case log, exp, sqrt, abs, round, min, max
}

/// A figure of an array or of a number column, by its name in the language.
public enum ColumnFigure: String, Hashable, Sendable, Codable, CaseIterable {
  case mean, sum, min, max, std
}

extension ColumnExpression {
  /// The most operations in one column; it bounds the text and the work of anything made by a loop.
  public static let sizeLimit = 1000

  /// How many names, constants and operations it is made of.
  public var size: Int {
    1 + operands.reduce(0) { $0 + $1.size }
  }

  /// The names of all columns that it is made of, those behind `with` too.
  public var ingredients: Set<String> {
    var names: Set<String> = []
    if case .column(let name, _) = self { names.insert(name) }
    for operand in operands { names.formUnion(operand.ingredients) }
    return names
  }

  private var operands: [ColumnExpression] {
    switch self {
    case .column(_, let source): source.map { [$0] } ?? []
    case .number, .truth, .text: []
    case .negation(let operand), .complement(let operand), .rounding(let operand, _),
      .figure(_, let operand):
      [operand]
    case .binary(_, let left, let right): [left, right]
    case .membership(let element, let list): [element] + list
    case .function(_, let operands): operands
    }
  }
}
