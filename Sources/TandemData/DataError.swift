/// What can be wrong with data: values only, the runtime finds the words.
public enum DataError: Error, Equatable, Sendable {
  /// A name after the data's `.` that is no column.
  case unknownColumn(String, known: [String])
  /// Two columns of one name, in a file's header or in `with`.
  case repeatedColumn(String)
  /// Columns whose rows are not the same rows: of two data sets, or of differing parts of one.
  case differentRows(left: String, right: String)
  /// A column of other rows than those of the data that is to take it.
  case foreignColumn(String, data: String)
  /// A column of a type that an operation does not take; `expected` as in "numbers".
  case unsuitableColumn(operation: String, column: String, type: ColumnType, expected: String)
  /// Two operands that do not go together, each with its text and its type in words.
  case unsuitableOperands(operation: String, left: DataOperand, right: DataOperand)
  /// An operand that a function does not take.
  case unsuitableOperand(operation: String, DataOperand)
  /// Arrays of unlike sizes, row by row.
  case arraySizesDiffer(operation: String, left: [Int], right: [Int])
  /// A figure of a column that has only empty cells.
  case noValues(column: String, figure: String)
  /// Plain numbers divided by zero.
  case divisionByZero(operation: String)
  /// Plain numbers without a finite result, as `log(-1)`.
  case notFinite(operation: String)
  /// Arithmetic on arithmetic on … beyond `limit` operations.
  case expressionTooLong(limit: Int)

  /// A row number beyond the rows, which are counted from 0.
  case rowOutOfRange(row: Int, rowCount: Int)
  /// An operation that keeps no row, as `where(age > 300)`.
  case noRows(operation: String)
  /// No columns are left or were named.
  case noColumns(operation: String)

  /// The parts of a split add up to more than all rows.
  case fractionsTooLarge(train: Double, validation: Double, test: Double)
  /// Too few rows for a part of the split to have one.
  case emptyPart(part: String, rowCount: Int)

  /// The training split has no rows to take the inputs' figures from.
  case noTrainingRows
  /// Rows to code lack an input column.
  case missingInput(column: String)
  /// An input column is of another type, or of other sizes, than in training.
  case inputDiffers(column: String, expected: String, actual: String)
  /// A category column with so many levels that one-hot inputs make no sense, such as names.
  case tooManyLevels(column: String, count: Int, limit: Int)
  /// Rows of a data set that cannot be paired: no column of images, or several.
  case noSingleImageColumn(operation: String, images: [String])
  /// A part of the split with too few images to pair them.
  case tooFewImages(part: String, count: Int)
  /// Rows that share images, which a split would part.
  case rowsShareImages(operation: String)
  /// Coded inputs that would not fit in memory.
  case inputsTooLarge(rowCount: Int, rowSize: Int)

  /// An argument of `csv` or `idx` that cannot be used, with what is wanted.
  case unsuitableSetting(name: String, value: String, expected: String)
  /// A file that cannot be read at all.
  case unreadable(path: String, FileProblem)
  /// Files of images and of their labels that have unlike numbers of rows.
  case unequalCounts(images: Int, imagesPath: String, labels: Int, labelsPath: String)
  /// A label that is not the number of one of `classCount` names.
  case unnamedClass(label: Double, classCount: Int)
  /// A file whose contents are broken at a place.
  case malformed(FilePlace, FormatProblem)
  /// The person interrupted the work on it.
  case interrupted
}

/// An operand as it was written, and what it is: "a number column", "text".
public struct DataOperand: Equatable, Sendable {
  public var text: String
  public var type: String

  /// Creates an operand's description.
  public init(text: String, type: String) {
    self.text = text
    self.type = type
  }
}

/// Why a file cannot be read.
public enum FileProblem: Error, Equatable, Sendable {
  case notFound, isDirectory, notPermitted, isEmpty
  /// More bytes, unpacked, than are taken.
  case tooLarge(limit: Int)
  /// A compressed file that is cut off or damaged, with what is wrong in words.
  case damagedArchive(String)
  /// A file that a Debian package of this name would have put there.
  case noDebianPackage(String)
  /// No Python environment has the package that a path begins with.
  case noPackage(String)
  /// A folder without MNIST's files.
  case noIDXFiles
  /// A file that does not begin as an idx file does, with the bytes that it begins with.
  case notIDX(start: [UInt8])
  /// More or fewer bytes than the header says.
  case wrongLength(expected: Int, actual: Int)
  /// An array of other dimensions than images or labels have.
  case otherDimensions([Int], expected: String)
  /// Another failure, in the system's words.
  case failed(String)
}

/// A place in a file; lines and columns count from 1, columns in characters.
public struct FilePlace: Equatable, Sendable {
  public var path: String
  public var line: Int
  public var column: Int
  /// The text at fault: a field, or the beginning of the line.
  public var text: String

  /// Creates a place.
  public init(path: String, line: Int, column: Int, text: String) {
    self.path = path
    self.line = line
    self.column = column
    self.text = text
  }
}

/// What is wrong at a place in a file.
public enum FormatProblem: Equatable, Sendable {
  case tooFewFields(expected: Int, actual: Int)
  case tooManyFields(expected: Int, actual: Int)
  /// A quote that is never closed.
  case openQuote
  /// Text between a closing quote and the next separator; the quote was opened in line `opened`, which
  /// is the line at fault where a quote before was forgotten.
  case textAfterQuote(opened: Int)
  /// A byte that is not UTF-8.
  case notUTF8(byte: UInt8)
  /// The file is UTF-16.
  case isUTF16
  /// A header without a name; `position` counts from 1.
  case emptyName(position: Int)
  /// A name that the header has twice; positions count from 1.
  case repeatedName(String, first: Int, second: Int)
  /// A header, and no row after it.
  case noRows
}
