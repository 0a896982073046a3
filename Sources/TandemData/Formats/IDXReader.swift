/// Reads idx files, the format of MNIST: an array of numbers of one type, of up to four dimensions.
///
/// Two zero bytes, the type, how many dimensions there are, each dimension's size in four bytes, and then
/// the numbers, the last dimension fastest; all with the highest byte first.
/// Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", 1998.
struct IDXReader {
  /// The type of a file's numbers, by its byte in the header.
  enum Element: UInt8 {
    case unsigned8 = 0x08
    case signed8 = 0x09
    case signed16 = 0x0B
    case signed32 = 0x0C
    case float32 = 0x0D
    case float64 = 0x0E

    var byteCount: Int {
      switch self {
      case .unsigned8, .signed8: 1
      case .signed16: 2
      case .signed32, .float32: 4
      case .float64: 8
      }
    }
  }

  let path: String
  /// The size of each dimension, that of the rows first; none is 0.
  let sizes: [Int]
  private let bytes: [UInt8]
  private let element: Element
  private let start: Int

  /// How many rows there are.
  var rowCount: Int { sizes[0] }

  /// Reads a file, which may be gzip-compressed.
  /// - Parameters:
  ///   - path: The file; `~/` is the person's home.
  ///   - isInterrupted: Asked now and then; `true` ends the work.
  /// - Throws: `DataError.unreadable` or `.interrupted`.
  init(path: String, isInterrupted: @escaping () -> Bool) throws(DataError) {
    let bytes = try FileContents(path: path, isInterrupted: isInterrupted).bytes
    try self.init(bytes, path: path)
  }

  /// Reads the header of a file's bytes, and holds their number against it.
  init(_ bytes: [UInt8], path: String, sizeLimit: Int = FileContents.sizeLimit) throws(DataError) {
    if bytes.isEmpty { throw .unreadable(path: path, .isEmpty) }
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0, let element = Element(rawValue: bytes[2]),
      (1...4).contains(bytes[3])
    else { throw .unreadable(path: path, .notIDX(start: Array(bytes.prefix(4)))) }
    start = 4 + 4 * Int(bytes[3])
    guard bytes.count >= start else {
      throw .unreadable(path: path, .wrongLength(expected: start, actual: bytes.count))
    }
    sizes = stride(from: 4, to: start, by: 4).map { place in
      bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    if sizes.contains(0) { throw .unreadable(path: path, .isEmpty) }
    // Four sizes of up to 2³² each: more than a number holds.
    let count = sizes.reduce(1) { count, size in
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: size)
      return isTooLarge ? sizeLimit : min(product, sizeLimit)
    }
    // In memory each number takes four bytes, whatever it takes in the file.
    guard count <= sizeLimit / 4 else { throw .unreadable(path: path, .tooLarge(limit: sizeLimit)) }
    let length = start + count * element.byteCount
    guard bytes.count == length else {
      throw .unreadable(path: path, .wrongLength(expected: length, actual: bytes.count))
    }
    self.path = path
    self.bytes = bytes
    self.element = element
  }

  /// All numbers, in the file's order; what is not finite is NaN, an empty cell.
  func numbers<Number: BinaryFloatingPoint>(as type: Number.Type = Number.self) -> [Number] {
    func read<Raw: FixedWidthInteger>(_ raw: Raw.Type, _ number: (Raw) -> Number) -> [Number] {
      bytes.withUnsafeBytes { memory in
        stride(from: start, to: memory.count, by: MemoryLayout<Raw>.size).map {
          number(Raw(bigEndian: memory.loadUnaligned(fromByteOffset: $0, as: Raw.self)))
        }
      }
    }
    func known(_ number: Number) -> Number { number.isFinite ? number : .nan }
    switch element {
    case .unsigned8: return bytes[start...].map { Number($0) }
    case .signed8: return read(Int8.self) { Number($0) }
    case .signed16: return read(Int16.self) { Number($0) }
    case .signed32: return read(Int32.self) { Number($0) }
    case .float32: return read(UInt32.self) { known(Number(Float(bitPattern: $0))) }
    case .float64: return read(UInt64.self) { known(Number(Double(bitPattern: $0))) }
    }
  }

  /// Tells the contents apart from those of other files.
  var hash: UInt64 { ContentHash.of(bytes) }
}
