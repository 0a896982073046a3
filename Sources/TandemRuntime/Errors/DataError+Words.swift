import TandemCatalog
import TandemData
import TandemDiagnostics
import TandemLanguage

extension DataError: ExplainableError {
  func diagnostic(at place: ErrorPlace) -> Diagnostic {
    switch self {
    case .unknownColumn, .repeatedColumn, .differentRows, .foreignColumn, .unsuitableColumn,
      .unsuitableOperands, .unsuitableOperand, .arraySizesDiffer:
      columnDiagnostic(at: place)
    case .noValues, .divisionByZero, .notFinite, .expressionTooLong:
      resultDiagnostic(at: place.span)
    case .rowOutOfRange, .noRows, .noColumns, .fractionsTooLarge, .emptyPart:
      rowDiagnostic(at: place)
    case .noSingleImageColumn, .tooFewImages, .rowsShareImages: pairDiagnostic(at: place)
    case .noTrainingRows, .missingInput, .inputDiffers, .tooManyLevels, .inputsTooLarge:
      inputDiagnostic(at: place)
    case .unsuitableSetting, .unreadable, .unequalCounts, .unnamedClass, .malformed, .interrupted:
      fileDiagnostic(at: place)
    }
  }

  private func columnDiagnostic(at place: ErrorPlace) -> Diagnostic {
    let span = place.span
    switch self {
    case .unknownColumn(let name, let known):
      guard let span = place.least ?? span else { return .unforeseen(self, at: nil) }
      return .unknownColumn(name, of: "data", columns: known, at: span)
    case .repeatedColumn(let name):
      return Diagnostic("repeated-column", "the column '\(name)' stands twice", at: span)
    case .differentRows(let left, let right):
      var error = Diagnostic(
        "different-rows", "'\(left)' and '\(right)' are columns of different rows", at: span)
      error.help = ["take both columns from the same data, after 'where', 'take' or 'shuffle'"]
      return error
    case .foreignColumn(let column, let data):
      var error = Diagnostic(
        "different-rows", "'\(column)' has other rows than '\(data)'", at: span)
      error.help = ["take the column from '\(data)' itself"]
      return error
    case .unsuitableColumn(let operation, let column, let type, let expected):
      return Diagnostic(
        "wrong-column", "'\(operation)' needs \(expected), not \(type.phrase)",
        at: place.call?.firstArgumentSpan ?? span, label: "'\(column)' holds \(type.phrase)")
    case .unsuitableOperands(let operation, let left, let right):
      return Diagnostic(
        "wrong-column", "'\(operation)' does not go with \(left.type) and \(right.type)", at: span,
        label: "'\(left.text)' is \(left.type), '\(right.text)' is \(right.type)")
    case .unsuitableOperand(let operation, let operand):
      return Diagnostic(
        "wrong-column", "'\(operation)' does not take \(operand.type)",
        at: place.call?.firstArgumentSpan ?? span, label: "'\(operand.text)' is \(operand.type)")
    case .arraySizesDiffer(let operation, let left, let right):
      return Diagnostic(
        "shapes-differ",
        "'\(operation)' needs arrays of one shape, not \(shape(left)) and \(shape(right))", at: span
      )
    default: return .unforeseen(self, at: span)
    }
  }

  private func resultDiagnostic(at span: SourceSpan?) -> Diagnostic {
    switch self {
    case .noValues(let column, let figure):
      return Diagnostic(
        "no-values", "'\(column)' has no '\(figure)': all its cells are empty", at: span)
    case .divisionByZero(let operation):
      return Diagnostic("division-by-zero", "'\(operation)' divides by zero", at: span)
    case .notFinite(let operation):
      return Diagnostic("not-finite", "'\(operation)' has no finite result", at: span)
    case .expressionTooLong(let limit):
      var error = Diagnostic(
        "column-too-long", "a column is made of at most \(limit.grouped) operations", at: span)
      error.help = ["keep what there is so far as a column of its own: 'data.with(name: …)'"]
      return error
    default: return .unforeseen(self, at: span)
    }
  }

  private func rowDiagnostic(at place: ErrorPlace) -> Diagnostic {
    switch self {
    case .rowOutOfRange(let row, let rowCount):
      return .rowOutOfRange(row, rowCount: rowCount, at: place)
    case .noRows(let operation):
      return Diagnostic(
        "no-rows", "no row is left after '\(operation)'",
        at: place.call?.firstArgumentSpan ?? place.span)
    case .noColumns(let operation):
      return Diagnostic(
        "no-columns", "'\(operation)' needs at least one column",
        at: place.call?.firstArgumentSpan ?? place.span)
    case .fractionsTooLarge(let train, let validation, let test):
      var error = Diagnostic(
        "split-too-large", "the parts of a split add up to more than all rows", at: place.least,
        label: "\((train + validation + test).readable) of them")
      error.notes = [
        "train \(train.readable), validation \(validation.readable), test \(test.readable)"
      ]
      return error
    case .emptyPart(let part, let rowCount):
      var error = Diagnostic(
        "empty-part", "the \(part) part of the split would have no row", at: place.least,
        label: "\(rowCount.grouped) row\(rowCount == 1 ? "" : "s") in all")
      error.help = ["give it a larger share, or more rows"]
      return error
    default: return .unforeseen(self, at: place.span)
    }
  }

  private func inputDiagnostic(at place: ErrorPlace) -> Diagnostic {
    switch self {
    case .noTrainingRows:
      return Diagnostic("no-rows", "the training split has no rows", at: place.least)
    case .missingInput(let column):
      return Diagnostic(
        "missing-input", "the rows have no column '\(column)', which the model reads",
        at: place.dataArgument)
    case .inputDiffers(let column, let expected, let actual):
      return Diagnostic(
        "input-differs", "the column '\(column)' held \(expected) in training, here \(actual)",
        at: place.dataArgument)
    case .tooManyLevels(let column, let count, let limit):
      var error = Diagnostic(
        "too-many-levels",
        "'\(column)' has \(count.grouped) different words, too many for an input", at: place.least,
        label: "at most \(limit.grouped)")
      error.help = ["leave it out: name the inputs with 'data.inputs([…])'"]
      return error
    case .inputsTooLarge(let rowCount, let rowSize):
      return Diagnostic(
        "inputs-too-large",
        "\(rowCount.grouped) rows of \(rowSize.grouped) numbers do not fit in memory",
        at: place.least)
    default: return .unforeseen(self, at: place.span)
    }
  }

  private func shape(_ sizes: [Int]) -> String {
    "[" + sizes.map(String.init).joined(separator: ", ") + "]"
  }
}

extension Diagnostic {
  static func rowOutOfRange(_ row: Int, rowCount: Int, at place: ErrorPlace) -> Diagnostic {
    var error = Diagnostic(
      "row-out-of-range", "there is no row \(row)", at: place.dataArgument,
      label: "\(rowCount.grouped) rows")
    error.help = ["rows are counted from 0: the last is \(max(rowCount - 1, 0))"]
    return error
  }
}

extension ErrorPlace {
  /// The argument of a call that holds rows, or else the place.
  var dataArgument: SourceSpan? {
    guard let call else { return span }
    for name in ["rows", "on"] where call.arguments.origins[name] != nil {
      return call.span(of: name)
    }
    return call.nameSpan
  }
}

extension Invocation {
  /// Where the first written argument stands; `nil` where none was written.
  var firstArgumentSpan: SourceSpan? {
    arguments.origins.values.map(SourceSpan.init).min { $0.lower < $1.lower }
  }
}
