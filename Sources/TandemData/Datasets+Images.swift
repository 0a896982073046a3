import TandemCatalog
import TandemTensors

// The functions that read images: `idx(…)`, `fashion_mnist()`.
extension Datasets {
  static func idx(_ interrupt: InterruptFlag) -> CatalogEntry {
    CatalogEntry(idxDescriptor) { arguments in
      let classes: [String]? = arguments["classes"]
      if let repeated = classes?.firstRepeated {
        throw DataError.unsuitableSetting(
          name: "classes", value: repeated, expected: "a list of names, none of them twice")
      }
      let path: String = arguments["path"]
      return .object(
        try data(
          at: path, labels: arguments["labels"], classes: classes,
          sourceText: "idx(\(arguments.text(for: idxDescriptor)))", interrupt))
    }
  }

  static func fashion(_ interrupt: InterruptFlag) -> CatalogEntry {
    CatalogEntry(fashionDescriptor) { arguments in
      .object(
        try data(
          at: arguments["path"], labels: nil, classes: garments,
          sourceText: "fashion_mnist(\(arguments.text(for: fashionDescriptor)))", interrupt))
    }
  }

  private static func data(
    at path: String, labels: String?, classes: [String]?, sourceText: String,
    _ interrupt: InterruptFlag
  ) throws -> Dataset {
    do {
      let (images, split) = try read(path, labels: labels) { interrupt.isRaised }
      return Dataset(
        try images.table(classes: classes), split: split, inputNames: ["pixels"],
        sourceText: sourceText)
    } catch DataError.unreadable(let missing, .notFound) where missing.hasPrefix(fashionPath) {
      throw DataError.unreadable(path: missing, .noDebianPackage("dataset-fashion-mnist"))
    }
  }

  private static func read(
    _ path: String, labels: String?, isInterrupted: @escaping () -> Bool
  ) throws -> (LabelledImages, Split?) {
    if labels == nil, let folder = MNISTFolder(path: path) {
      return try folder.read(isInterrupted: isInterrupted)
    }
    return (try LabelledImages(images: path, labels: labels, isInterrupted: isInterrupted), nil)
  }

  private static let idxDescriptor = MethodDescriptor(
    "idx", gives: .data, "images and labels out of idx files, as MNIST's, plain or gzip-compressed",
    source: "LeCun, Cortes, Burges, \"The MNIST database of handwritten digits\", 1998",
    details: [
      "Of a folder, the files that MNIST has: 'train-images-idx3-ubyte', 'train-labels-idx1-ubyte', and "
        + "the same with 't10k' for the test split; a sixth of the training rows, drawn with seed 0, is for "
        + "validation. Else 'path' is a file of images, and 'labels' one with as many labels.",
      "'pixels' is an image [1, height, width] as it is in the file, 0…255 as a rule, 'label' a number, or "
        + "a category where 'classes' names them. The input is 'pixels'.",
    ],
    examples: [
      "data digits = idx(\"mnist\")",
      "data digits = idx(\"t10k-images-idx3-ubyte.gz\", labels: \"t10k-labels-idx1-ubyte.gz\")",
    ],
    [
      .text("path", "a folder, or a file of images; '~/' is your home"),
      .optional("labels", .text, "the file of the labels, one a row"),
      .optional("classes", .list(.text), "the names of the labels 0, 1, …, in this order"),
    ])

  private static let fashionDescriptor = MethodDescriptor(
    "fashion_mnist", gives: .data, "70,000 pictures of garments of ten kinds, 28 × 28 pixels",
    source: "Xiao, Rasul, Vollgraf, \"Fashion-MNIST\", 2017; MIT license", paper: "1708.07747",
    details: [
      "On Debian and Ubuntu 'sudo apt install dataset-fashion-mnist' puts the files where they are looked "
        + "for; 'path' names another folder.",
      "'pixels' is an image [1, 28, 28] of 0…255, 'label' the kind of garment. The input is 'pixels'. The "
        + "10,000 test rows are the paper's; 10,000 of its 60,000 training rows, drawn with seed 0, are for "
        + "validation.",
    ],
    examples: ["data fashion = fashion_mnist()"],
    [.text("path", default: fashionPath, "the folder with the four files")])

  /// Where Debian's package `dataset-fashion-mnist` puts its files.
  public static let fashionPath = "/usr/share/datasets/fashion-mnist"

  /// The kinds of garments, in the order of their labels (the paper's table 2).
  private static let garments = [
    "t-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
    "boot",
  ]
}

extension [String] {
  /// The first text that stands in the list before.
  fileprivate var firstRepeated: String? {
    var seen: Set<String> = []
    return first { !seen.insert($0).inserted }
  }
}
