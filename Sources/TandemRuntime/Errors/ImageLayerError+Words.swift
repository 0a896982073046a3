import TandemDiagnostics
import TandemNetworks

extension ImageLayerError: ExplainableError {
  /// The setting that does not fit the others, and what would.
  func diagnostic(at place: ErrorPlace) -> Diagnostic {
    switch self {
    case .unsuitableCount(let argument, let count):
      var error = Diagnostic(
        "out-of-range", "'\(argument)' takes a number, or a list of one for each axis",
        at: place.argument(argument), label: count == 0 ? "empty" : "\(count) numbers")
      error.help = ["images have two axes, height and width: [3, 5]"]
      return error
    case .unevenGroups(let channels, let groups):
      return Diagnostic(
        "out-of-range", "\(channels) channels cannot be cut into \(groups) groups of one size",
        at: place.argument("groups"))
    case .largePadding(let padding, let size):
      return Diagnostic(
        "out-of-range", "a padding of \(padding) is more than half of a window of \(size)",
        at: place.argument("padding"))
    case .largeOutputPadding(let padding, let stride):
      return Diagnostic(
        "out-of-range",
        "an output padding of \(padding) is not below the stride of \(stride)",
        at: place.argument("output_padding"))
    case .sameWithStride(let stride):
      var error = Diagnostic(
        "out-of-range", "'same' keeps the size, which a stride of \(stride) does not",
        at: place.argument("padding"))
      error.help = ["padding: 1 goes with kernel: 3 and stride: 2"]
      return error
    }
  }
}
