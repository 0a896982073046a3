import TandemCatalog
import TandemData
import TandemDiagnostics

extension DataError {
  /// What is wrong with a file: which one, and where in it.
  func fileDiagnostic(at place: ErrorPlace) -> Diagnostic {
    switch self {
    case .unsuitableSetting(let name, let value, let expected):
      return Diagnostic(
        "out-of-range", "'\(name)' is \(expected), not \(value.quotedSourceText)",
        at: place.argument(name))
    case .unreadable(let path, let problem):
      var error = Diagnostic(
        "unreadable-file", "'\(path)' \(problem.words)", at: place.argument(naming: path),
        label: problem.label(of: path))
      error.help = problem.help
      return error
    case .unequalCounts(let images, let imagesPath, let labels, let labelsPath):
      var error = Diagnostic(
        "unequal-counts",
        "'\(labelsPath)' has \(labels.grouped) labels for \(images.grouped) images",
        at: place.argument(naming: labelsPath))
      error.notes = ["the images are those of '\(imagesPath)'"]
      return error
    case .unnamedClass(let label, let count):
      return Diagnostic(
        "unnamed-class",
        "the label \(label.readable) has no name: 'classes' names 0 to \((count - 1).grouped)",
        at: place.argument("classes"), label: "\(count.grouped) names")
    case .malformed(let file, let problem):
      var error = Diagnostic(
        "malformed-file",
        "'\(file.path)' is broken at line \(file.line), column \(file.column): \(problem.words)",
        at: place.argument("path"))
      if !file.text.isEmpty { error.notes = ["line \(file.line): \(file.text.shownSafely)"] }
      error.help = problem.help
      return error
    default: return .unforeseen(self, at: place.span)
    }
  }
}

extension String {
  /// The beginning of a text from outside, on one line, without what a terminal would obey.
  fileprivate var shownSafely: String {
    let safe = unicodeScalars.prefix(80).map { scalar -> Character in
      scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
        || scalar == "\u{FFFD}" ? "·" : Character(scalar)
    }
    return String(safe) + (unicodeScalars.count > 80 ? "…" : "")
  }
}

extension FileProblem {
  fileprivate var words: String {
    switch self {
    case .notFound: "is not there"
    case .isDirectory: "is a folder, not a file"
    case .notPermitted: "may not be read"
    case .isEmpty: "is empty"
    case .tooLarge(let limit): "is larger than \((limit / 1_000_000).grouped) MB"
    case .damagedArchive(let reason): "cannot be unpacked: \(reason)"
    case .noDebianPackage: "is not there"
    case .noPackage(let name): "needs the Python package '\(name)', which is not installed"
    case .noIDXFiles: "holds no 'train-images-idx3-ubyte' or 't10k-images-idx3-ubyte'"
    case .notIDX(let start):
      "is no idx file: it begins with \(start.map(\.twoDigits).joined(separator: " "))"
    case .wrongLength(let expected, let actual):
      "has \(actual.grouped) bytes, not \(expected.grouped) as its header says"
    case .otherDimensions(let sizes, let expected):
      "holds an array [\(sizes.map(String.init).joined(separator: ", "))], no \(expected)"
    case .failed(let reason): "cannot be read: \(reason)"
    }
  }

  /// Where what is not there was looked for.
  fileprivate func label(of path: String) -> String? {
    guard self == .notFound, !path.hasPrefix("/") else { return nil }
    return path.hasPrefix("pip:")
      ? "the package is there, the file is not" : "a path counts from the kernel's folder"
  }

  /// What puts the file there, or reads it.
  fileprivate var help: [String] {
    switch self {
    case .noDebianPackage(let name):
      ["on Debian and Ubuntu 'sudo apt install \(name)' puts it there"]
    case .noPackage: ["'pip install' it into the environment that Jupyter runs in"]
    case .noIDXFiles: ["of files with other names: 'idx(images, labels: …)'"]
    case .notIDX(let start) where start.first.map { (32..<127).contains($0) } == true:
      ["'csv' reads rows of text"]
    case .otherDimensions: ["images have two dimensions or more beside the rows, labels none"]
    default: []
    }
  }
}

extension UInt8 {
  fileprivate var twoDigits: String { (self < 16 ? "0" : "") + String(self, radix: 16) }
}

extension ErrorPlace {
  /// Where the argument was written that is this path, or else the first one that is a path.
  fileprivate func argument(naming path: String) -> SourceSpan? {
    guard let call else { return span }
    let isLabels = call.arguments.values["labels"] == .text(path)
    return call.span(of: isLabels ? "labels" : "path")
  }
}

extension FormatProblem {
  fileprivate var words: String {
    switch self {
    case .tooFewFields(let expected, let actual): "it has \(actual) fields, not \(expected)"
    case .tooManyFields(let expected, let actual): "it has \(actual) fields, not \(expected)"
    case .openQuote: "a quote is never closed"
    case .textAfterQuote(let opened): "text follows the end of a quote opened in line \(opened)"
    case .notUTF8(let byte): "the byte \(String(byte, radix: 16)) is not UTF-8"
    case .isUTF16: "it is UTF-16, not UTF-8"
    case .emptyName(let position): "the header has no name at place \(position)"
    case .repeatedName(let name, let first, let second):
      "the header has '\(name)' twice, at places \(first) and \(second)"
    case .noRows: "no row follows the header"
    }
  }

  fileprivate var help: [String] {
    switch self {
    case .tooFewFields, .tooManyFields:
      ["a field with a separator in it stands in quotes; 'separator:' says what parts fields"]
    case .emptyName, .repeatedName: ["'header: false' numbers the columns instead"]
    case .notUTF8, .isUTF16: ["save the file as UTF-8"]
    case .textAfterQuote: ["a quote within a field is written twice: \"\""]
    default: []
    }
  }
}

extension Double {
  /// The number to four digits, as a message shows it.
  var readable: String {
    guard isFinite else { return isNaN ? "nan" : self < 0 ? "-inf" : "inf" }
    if self == rounded(), magnitude < 1e6 { return sourceText }
    if magnitude >= 1e5 || magnitude < 1e-3, self != 0 { return scientific }
    let scale = raisedTen(3 - Int(magnitude.exponentOfTen))
    return ((self * scale).rounded() / scale).sourceText
  }

  /// Two digits and an exponent: `8.2e+05`.
  private var scientific: String {
    var exponent = magnitude.exponentOfTen
    var mantissa = (self / raisedTen(exponent) * 10).rounded() / 10
    if mantissa.magnitude >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    let digits = String(exponent.magnitude)
    let padded = digits.count < 2 ? "0" + digits : digits
    return "\(mantissa.sourceText)e\(exponent < 0 ? "-" : "+")\(padded)"
  }

  private func raisedTen(_ exponent: Int) -> Double { 10.0.raised(to: Double(exponent)) }

  private var exponentOfTen: Int {
    self == 0 ? 0 : Int(floorOfLogarithm)
  }

  private var floorOfLogarithm: Double { logarithmOfTen.rounded(.down) }
}
