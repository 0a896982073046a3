import FoundationEssentials

/// Why bytes are no safetensors file.
enum SafetensorsError: Error, Equatable {
  case tooShort
  case headerTooLong(length: UInt64)
  case headerNotJSON
  case invalidEntry(name: String)
  case outOfBounds(name: String)
  case overlapping(name: String)

  /// In words, for `TrainingError.unreadableFile`.
  var reason: String {
    switch self {
    case .tooShort: "it is cut off: a safetensors file begins with the length of its header"
    case .headerTooLong(let length):
      "its header would be \(length) bytes long: it is cut off, or not a safetensors file"
    case .headerNotJSON: "its header is not that of a safetensors file"
    case .invalidEntry(let name): "the description of '\(name)' is invalid"
    case .outOfBounds(let name): "it is cut off: the numbers of '\(name)' are not all there"
    case .overlapping(let name): "the numbers of '\(name)' overlap others"
    }
  }
}

extension Safetensors {
  /// Reads a file's bytes; nothing in them is trusted.
  /// - Parameter file: The bytes.
  /// - Throws: `SafetensorsError`.
  init(_ file: Data) throws(SafetensorsError) {
    let bytes = [UInt8](file)
    guard bytes.count >= 8 else { throw .tooShort }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Self.headerLimit), length <= UInt64(bytes.count - 8) else {
      throw .headerTooLong(length: length)
    }
    let start = 8 + Int(length)
    let entries = try Self.header(Data(bytes[8..<start]))
    let body = bytes[start...]
    var end = 0
    // In the order of their places, so that two on one place are neighbours; an empty one, which has
    // the place of the next, comes before it.
    for (name, entry) in entries.sorted(by: { $0.value.bounds < $1.value.bounds }) {
      switch entry {
      case .texts(let texts): metadata = texts
      case .array(let array):
        let range = try array.checked(name, bodyCount: body.count)
        guard range.lowerBound >= end else { throw .overlapping(name: name) }
        end = range.upperBound
        let own = body[start + range.lowerBound..<start + range.upperBound]
        if let numbers = Numbers(own, type: array.dtype) { add(name, numbers, shape: array.shape) }
      }
    }
  }

  private static func header(_ text: Data) throws(SafetensorsError) -> [String: HeaderEntry] {
    do {
      return try JSONDecoder().decode([String: HeaderEntry].self, from: text)
    } catch {
      throw .headerNotJSON
    }
  }
}

/// A value of the header: the texts under `__metadata__`, or where an array lies.
private enum HeaderEntry: Decodable {
  case texts([String: String])
  case array(ArrayEntry)

  init(from decoder: any Decoder) throws {
    if let array = try? ArrayEntry(from: decoder) {
      self = .array(array)
    } else {
      self = .texts(try [String: String](from: decoder))
    }
  }

  /// Where an array begins and ends; before all arrays for texts.
  var bounds: (Int, Int) {
    guard case .array(let entry) = self else { return (-1, -1) }
    return (entry.data_offsets.first ?? 0, entry.data_offsets.last ?? 0)
  }
}

private struct ArrayEntry: Decodable {
  var dtype: String
  var shape: [Int]
  // The format's own spelling, which the decoder looks for.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  var data_offsets: [Int]

  /// The bytes of the array within the numbers, if all of its description holds together.
  func checked(_ name: String, bodyCount: Int) throws(SafetensorsError) -> Range<Int> {
    guard data_offsets.count == 2, data_offsets[0] >= 0, data_offsets[0] <= data_offsets[1],
      let size = Self.sizes[dtype]
    else { throw .invalidEntry(name: name) }
    var count = size
    for length in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: length)
      guard length >= 0, !overflows else { throw .invalidEntry(name: name) }
      count = product
    }
    guard count == data_offsets[1] - data_offsets[0] else { throw .invalidEntry(name: name) }
    guard data_offsets[1] <= bodyCount else { throw .outOfBounds(name: name) }
    return data_offsets[0]..<data_offsets[1]
  }

  /// Bytes a number, of all types that the format has.
  private static let sizes = [
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1, "I16": 2, "U16": 2, "F16": 2,
    "BF16": 2, "I32": 4, "U32": 4, "F32": 4, "F64": 8, "I64": 8, "U64": 8,
  ]
}

extension Safetensors.Numbers {
  /// The numbers that bytes stand for; `nil` for a type that a run does not need.
  fileprivate init?(_ bytes: ArraySlice<UInt8>, type: String) {
    switch type {
    case "F32": self = .floats(bytes.words(UInt32.self).map { Float(bitPattern: $0) })
    case "F64": self = .doubles(bytes.words(UInt64.self).map { Double(bitPattern: $0) })
    case "I32": self = .integers(bytes.words(Int32.self))
    default: return nil
    }
  }
}

extension ArraySlice<UInt8> {
  /// Little-endian words; there are whole ones only.
  fileprivate func words<Word: FixedWidthInteger>(_ type: Word.Type) -> [Word] {
    let size = MemoryLayout<Word>.size
    return withUnsafeBytes { raw in
      (0..<count / size).map {
        Word(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * size, as: Word.self))
      }
    }
  }
}
