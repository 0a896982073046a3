import TandemCatalog

extension DataMethods {
  static let whereEntry = entry(
    "where", "the rows for which a condition is true",
    details: ["A row where the condition is empty goes; a split keeps to the rows that are left."],
    examples: ["digits.where(digits.label < 5)"],
    [
      ArgumentDescriptor(
        "condition", .object(.column), .required, "a column of truth values, as a comparison gives")
    ]
  ) { data, arguments in
    guard let condition: Column = arguments.object("condition") else {
      preconditionFailure("a condition is a column")
    }
    return try data.where(condition)
  }

  static let takeEntry = entry(
    "take", "the first rows, or all where there are fewer", examples: ["digits.take(5)"],
    [.whole("count", atLeast: 1, "how many rows")]
  ) { data, arguments in
    data.take(arguments["count"])
  }

  static let shuffleEntry = entry(
    "shuffle", "the rows in random order",
    details: ["A row stays in its part of a split that was asked for before."],
    examples: ["digits.shuffle(seed: 1)"],
    [.whole("seed", default: 0, atLeast: 0, "what the order is drawn from")]
  ) { data, arguments in
    data.shuffle(seed: arguments["seed"])
  }

  static let splitEntry = entry(
    "split", "the rows dealt out anew to training, validation and test",
    details: [
      "The shares add up to 1 at most; rows that are left over are in no part. Data that no one "
        + "splits is split 0.7, 0.15, 0.15 with seed 0 when it is trained on.",
      "With 'stratify' each value of that column is as frequent in every part as in all rows, to "
        + "within one row; a number column with hardly a value twice goes by ten equal bands.",
      "'where', 'take', 'shuffle' and rows in brackets leave each row in its part.",
    ],
    examples: ["digits.split(train: 0.8, validation: 0.1, test: 0.1, stratify: digits.label)"],
    [
      .number("train", default: 0.7, above: 0, below: 1, "the share of the training rows"),
      .number("validation", default: 0.15, above: 0, below: 1, "the share of the validation rows"),
      .number("test", default: 0.15, above: 0, below: 1, "the share of the test rows"),
      .whole("seed", default: 0, atLeast: 0, "what the shuffling draws from"),
      .optional("stratify", .object(.column), "a column to keep the proportions of"),
    ]
  ) { data, arguments in
    try data.split(
      train: arguments["train"], validation: arguments["validation"], test: arguments["test"],
      seed: arguments["seed"], stratify: arguments.object("stratify"))
  }
}
