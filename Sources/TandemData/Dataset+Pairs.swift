import TandemTensors

extension Dataset {
  /// Pairs of this data's images, one laid over the other: one input with two targets of each kind.
  ///
  /// The left image lies at the upper left, the right one is shifted down and to the right, and each pixel
  /// is the larger of the two; beyond an image the ground is 0. Every other column comes twice, as
  /// `left_NAME` and `right_NAME`. The pairs have the parts of this data's split, and no image is in two.
  ///
  /// Shapes: images `[channels, height, width]` → `[channels, height + shift, width + shift]`.
  /// Source: Sabour, Frosst, Hinton, NeurIPS 2017 (MultiMNIST); Sener, Koltun, NeurIPS 2018 (two tasks).
  /// Differs: Sabour et al. shift each image at random by up to 4 pixels and pair unlike classes; Sener and
  /// Koltun's code shifts by 6, shrinks the canvas to 28 × 28, and may pair an image with itself.
  /// - Parameters:
  ///   - count: How many pairs; `nil` for as many as the split has rows.
  ///   - shift: By how many pixels the right image is shifted.
  ///   - seed: What the pairs are drawn from.
  /// - Returns: The pairs; the image column, which keeps its name, is the input.
  /// - Throws: `DataError` where there is no column of images, or several, a part of the split has a single
  ///   image, or the pairs would not fit in memory.
  public func pairs(count: Int? = nil, shift: Int = 8, seed: Int = 0) throws -> Self {
    let (name, pixels, sizes) = try singleImageColumn(for: "pairs")
    let split = try effectiveSplit
    let count = count ?? split.train.count + split.validation.count + split.test.count
    let size = sizes[0] * (sizes[1] + shift) * (sizes[2] + shift)
    guard count <= min(FileContents.sizeLimit / 4, Self.pixelLimit) / size else {
      throw DataError.inputsTooLarge(rowCount: count, rowSize: size)
    }
    let pairs = try ImagePairs(of: split, count: count, seed: seed)
    let canvases = pairs.overlay(pixels, sizes: sizes, shift: shift)
    var columns: [(name: String, values: ColumnValues)] = [
      (name, .arrays(values: canvases, sizes: [sizes[0], sizes[1] + shift, sizes[2] + shift]))
    ]
    for other in columnNames where other != name {
      guard let values = table[other] else { continue }
      columns.append(("left_" + other, values.keeping(pairs.left)))
      columns.append(("right_" + other, values.keeping(pairs.right)))
    }
    if columns.dropFirst().contains(where: { $0.name == name }) {
      throw DataError.repeatedColumn(name)
    }
    return Self(
      Table(
        columns, rowCount: pairs.left.count,
        source: table.derivedSource("pairs \(shift) \(pairs.mark)"), sharesImages: true),
      split: pairs.split, inputNames: [name], standardizesInputs: standardizesInputs,
      sourceText: sourceText)
  }

  /// How many pixels pairs have at most in all (1 GB): they are made in a second, which nobody interrupts.
  private static let pixelLimit = 250_000_000

  private func singleImageColumn(for operation: String) throws -> (String, [Float], [Int]) {
    var found: [(String, [Float], [Int])] = []
    for name in columnNames {
      if case .arrays(let values, let sizes)? = table[name], sizes.count == 3 {
        found.append((name, values, sizes))
      }
    }
    guard found.count == 1 else {
      throw DataError.noSingleImageColumn(operation: operation, images: found.map(\.0))
    }
    return found[0]
  }
}
