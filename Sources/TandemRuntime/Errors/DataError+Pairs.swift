import TandemData
import TandemDiagnostics

extension DataError {
  /// What is wrong with rows that are to be paired, or are pairs.
  func pairDiagnostic(at place: ErrorPlace) -> Diagnostic {
    switch self {
    case .noSingleImageColumn(let operation, let images):
      let names = images.map { "'\($0)'" }.joined(separator: ", ")
      var error = Diagnostic(
        "wrong-column", "'\(operation)' needs data with one column of images", at: place.least,
        label: images.isEmpty ? "there is none" : "there are \(names)")
      error.help =
        images.isEmpty
        ? ["images are arrays of [channels, height, width]"] : ["'select' leaves the others out"]
      return error
    case .tooFewImages(let part, _):
      var error = Diagnostic(
        "empty-part", "the \(part) part of the split has one image, a pair needs two",
        at: place.least)
      error.help = ["take more rows, or give the part a larger share"]
      return error
    case .rowsShareImages(let operation):
      var error = Diagnostic(
        "shared-images", "'\(operation)' would put an image in two parts: pairs share images",
        at: place.least)
      error.help = ["split first: 'data.split(…).pairs(…)'"]
      return error
    default: return .unforeseen(self, at: place.span)
    }
  }
}
