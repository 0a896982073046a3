public import TandemCatalog

/// The functions that act on numbers, and row by row on columns: `log exp sqrt abs round min max`.
public enum ColumnFunctions {
  public static let all: [CatalogEntry] = [
    entry(.log, "the natural logarithm"), entry(.exp, "e to the power of x"),
    entry(.sqrt, "the square root"), entry(.abs, "the number without its sign"),
    round, extreme(.min, "the smallest"), extreme(.max, "the largest"),
  ]

  private static let operand = ArgumentKind.oneOf([.number(NumberRange()), .object(.column)])

  private static func entry(_ function: ColumnFunction, _ summary: String) -> CatalogEntry {
    let descriptor = MethodDescriptor(
      function.rawValue, gives: nil, "\(summary), of a number or row by row of a column",
      details: ["A cell without a finite result is empty."],
      [ArgumentDescriptor("x", operand, .required, "a number or a column")])
    return CatalogEntry(descriptor) { arguments in
      try apply(function, [arguments[value: "x"]])
    }
  }

  private static let round = CatalogEntry(
    MethodDescriptor(
      "round", gives: nil, "a number or each row of a column, rounded; halves away from zero",
      [
        ArgumentDescriptor("x", operand, .required, "a number or a column"),
        .whole("digits", default: 0, atLeast: 0, atMost: 15, "places after the point"),
      ])
  ) { arguments in
    let digits: Int = arguments["digits"]
    switch arguments[value: "x"] {
    case .number(let number):
      guard
        case .numbers(let values) = try ColumnValues.numbers([number]).rounded(digits: digits, "x")
      else { return .number(number) }
      return .number(values[0])
    case let value:
      guard case .column(let column)? = ColumnOperand(value) else {
        preconditionFailure("'round' of \(value.kind.phrase)")
      }
      return .object(try column.rounded(digits: digits))
    }
  }

  /// `min` and `max`: of several values row by row; of a single column or list, the extreme in it.
  private static func extreme(_ function: ColumnFunction, _ summary: String) -> CatalogEntry {
    let descriptor = MethodDescriptor(
      function.rawValue, gives: nil, "\(summary) of some values, row by row where one is a column",
      details: [
        "Of a single column it is what '.\(function.rawValue)' gives, of a single list its \(summary)."
      ],
      [
        ArgumentDescriptor(
          "values", .oneOf([operand, .list(operand)]), .variadic, "numbers and columns")
      ])
    return CatalogEntry(descriptor) { arguments in
      guard case .list(let values) = arguments[value: "values"] else { return .none }
      if values.count == 1, case .list(let items) = values[0] { return try apply(function, items) }
      if values.count == 1, case .column(let column)? = ColumnOperand(values[0]) {
        switch try column.figure(function == .min ? .min : .max) {
        case .column(let figures): return .object(figures)
        case .number(let number): return .number(number)
        }
      }
      return try apply(function, values)
    }
  }

  private static func apply(_ function: ColumnFunction, _ values: [Value]) throws -> Value {
    let operands = values.compactMap { ColumnOperand($0) }
    guard operands.count == values.count, !operands.isEmpty else {
      throw DataError.noColumns(operation: function.rawValue)
    }
    if operands.contains(where: { $0.column != nil }) {
      return .object(try Column.apply(function, operands))
    }
    let numbers = operands.compactMap { if case .number(let number) = $0 { number } else { nil } }
    return .number(try function.evaluate(numbers))
  }
}
