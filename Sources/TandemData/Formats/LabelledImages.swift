/// Images and their labels out of idx files, as a table `pixels`, `label`.
struct LabelledImages {
  /// `[rows, channels, height, width]`; vectors are `[rows, size]`.
  private(set) var sizes: [Int]
  private var pixels: [Float]
  private var labels: [Double]?
  /// What sets these files apart from others.
  private var mark: String

  /// Reads a file of images, and one of their labels.
  /// - Parameters:
  ///   - imagesPath: Images `[rows, height, width]` or `[rows, channels, height, width]`, or vectors.
  ///   - labelsPath: A number a row; `nil` for images without labels.
  ///   - isInterrupted: Asked now and then; `true` ends the work.
  /// - Throws: `DataError`, where a file cannot be read or the two do not belong together.
  init(
    images imagesPath: String, labels labelsPath: String?, isInterrupted: @escaping () -> Bool
  ) throws(DataError) {
    let images = try IDXReader(path: imagesPath, isInterrupted: isInterrupted)
    guard images.sizes.count > 1 else {
      throw .unreadable(path: imagesPath, .otherDimensions(images.sizes, expected: "images"))
    }
    let rowCount = images.rowCount
    // An image has its channels first; these have one, which the file does not mention.
    let row = Array(images.sizes.dropFirst())
    sizes = [rowCount] + (row.count == 2 ? [1] : []) + row
    mark = "\(images.hash)"
    if let labelsPath {
      let file = try IDXReader(path: labelsPath, isInterrupted: isInterrupted)
      guard file.sizes.count == 1 else {
        throw .unreadable(path: labelsPath, .otherDimensions(file.sizes, expected: "labels"))
      }
      guard file.rowCount == rowCount else {
        throw .unequalCounts(
          images: rowCount, imagesPath: imagesPath, labels: file.rowCount, labelsPath: labelsPath)
      }
      labels = file.numbers()
      mark += " \(file.hash)"
    }
    if isInterrupted() { throw .interrupted }
    pixels = images.numbers()
  }

  var rowCount: Int { sizes[0] }

  /// Adds the images of other files behind these.
  /// - Throws: `DataError.arraySizesDiffer`.
  mutating func append(_ other: Self) throws(DataError) {
    guard sizes.dropFirst() == other.sizes.dropFirst() else {
      throw .arraySizesDiffer(
        operation: "idx", left: Array(sizes.dropFirst()), right: Array(other.sizes.dropFirst()))
    }
    sizes[0] += other.rowCount
    pixels += other.pixels
    labels = labels.flatMap { own in other.labels.map { own + $0 } }
    mark += " \(other.mark)"
  }

  /// The rows as a table.
  /// - Parameter classes: The names of the labels 0, 1, …, or `nil` for labels that are numbers.
  /// - Returns: The columns `pixels` and, if there are labels, `label`.
  /// - Throws: `DataError.unnamedClass`, where a label has no name.
  func table(classes: [String]?) throws(DataError) -> Table {
    var columns: [(name: String, values: ColumnValues)] = [
      ("pixels", .arrays(values: pixels, sizes: Array(sizes.dropFirst())))
    ]
    if let labels { columns.append(("label", try Self.column(labels, classes: classes))) }
    return Table(columns, rowCount: rowCount, source: "idx \(mark) \(classes ?? [])")
  }

  private static func column(_ labels: [Double], classes: [String]?) throws(DataError)
    -> ColumnValues
  {
    guard let classes else { return .numbers(labels) }
    var codes: [Int] = []
    codes.reserveCapacity(labels.count)
    for label in labels {
      guard let code = Int(exactly: label), classes.indices.contains(code) else {
        throw .unnamedClass(label: label, classCount: classes.count)
      }
      codes.append(code)
    }
    return ColumnValues.categories(codes: codes, levels: classes).withoutUnusedLevels
  }
}
