/// The UCI optical digits, which the kernel carries.
///
/// Source: Alpaydin and Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning
/// Repository, 1998, CC BY 4.0. `README.md` beside this file says more.
public enum Digits {
  /// 1,797 rows: `pixels`, an image `[1, 8, 8]` of 0…16, and `label`, the digit.
  ///
  /// - Throws: `DataError`, were the embedded file damaged.
  public static var data: Dataset {
    get throws { Dataset(try table.get(), inputNames: ["pixels"], sourceText: "digits()") }
  }

  // Read once: all data of `digits()` is of the same rows.
  private static let table = Result { try read(Base64.decode(file)) }

  static func read(_ compressed: [UInt8]) throws -> Table {
    var format = CSVReader.Format()
    format.hasHeader = false
    let scans = try CSVReader.read(
      try GZip.unpack(compressed, limit: 1 << 24), path: "digits", format: format)
    let columns: [[Double]] = scans.names.compactMap { name in
      if case .numbers(let values)? = scans[name] { values } else { nil }
    }
    guard columns.count == 65, let labels = columns.last else {
      throw DataError.noColumns(operation: "digits")
    }
    var pixels: [Float] = []
    pixels.reserveCapacity(scans.rowCount * 64)
    for row in 0..<scans.rowCount {
      for column in columns.dropLast() { pixels.append(Float(column[row])) }
    }
    return Table(
      [("pixels", .arrays(values: pixels, sizes: [1, 8, 8])), ("label", .numbers(labels))],
      rowCount: scans.rowCount, source: "digits()")
  }
}
