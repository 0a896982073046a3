import TandemCatalog

extension DataMethods {
  private static let columnList = ArgumentKind.list(.oneOf([.object(.column), .text]))

  static let selectEntry = entry(
    "select", "the data with these columns only",
    details: ["A column that was made by arithmetic is called by its text: 'log(price)'."],
    examples: ["digits.select([digits.pixels, digits.label])"],
    [ArgumentDescriptor("columns", columnList, .required, "columns of these rows, or their names")]
  ) { data, arguments in
    try data.select(arguments.columns("columns", of: data) ?? [])
  }

  static let withEntry = entry(
    "with", "the data with further columns",
    details: [
      "A column whose name is there already takes its place. What was made of a task's target is "
        + "never an input by itself."
    ],
    examples: ["digits.with(ink: digits.pixels.mean)"],
    [ArgumentDescriptor("columns", .object(.column), .labels, "a column of these rows by its name")]
  ) { data, arguments in
    let record: Record = arguments["columns"]
    if record.entries.isEmpty { throw DataError.noColumns(operation: "with") }
    return try data.with(
      record.entries.map { entry in
        guard case .object(let object) = entry.value, let column = object as? Column else {
          preconditionFailure("'\(entry.label)' is \(entry.value.kind.phrase)")
        }
        return (entry.label, column)
      })
  }

  static let inputsEntry = entry(
    "inputs", "names the columns that a model reads",
    details: [
      "Without it a model reads every column that no task of the run takes its target from.",
      "One image column keeps its shape; several columns are flattened and joined: numbers "
        + "standardised with the training split's mean and deviation, categories one-hot.",
    ],
    examples: ["digits.inputs([digits.pixels], standardize: false)"],
    [
      .optional("columns", columnList, "columns of these rows, or their names; none: as before"),
      .truth("standardize", default: true, "whether numbers get mean 0 and deviation 1"),
    ]
  ) { data, arguments in
    try data.inputs(
      arguments.columns("columns", of: data), standardizes: arguments["standardize"])
  }
}
