import FoundationEssentials

/// Named arrays and texts in the safetensors format: the length of a JSON header, the header, numbers.
///
/// Source: Hugging Face, safetensors 0.4, "Format". All numbers are little-endian.
struct Safetensors {
  /// Free texts by name.
  var metadata: [String: String] = [:]
  private(set) var arrays: [String: Array] = [:]
  private var order: [String] = []

  /// Numbers in a shape, row-major.
  struct Array: Equatable {
    var shape: [Int]
    var numbers: Numbers
  }

  /// The types of number that a run needs; a file may hold others, which are passed over.
  enum Numbers: Equatable {
    case floats([Float])
    case doubles([Double])
    case integers([Int32])
  }

  /// The longest header that the format allows.
  static let headerLimit = 100_000_000

  /// Adds an array.
  mutating func add(_ name: String, _ numbers: Numbers, shape: [Int]? = nil) {
    if arrays[name] == nil { order.append(name) }
    arrays[name] = Array(shape: shape ?? [numbers.count], numbers: numbers)
  }

  /// The file's bytes.
  /// - Returns: Header and numbers, the numbers aligned to 8 bytes.
  /// - Throws: `EncodingError`; never for texts that are Unicode.
  func encoded() throws -> Data {
    var header = [
      "\"__metadata__\":" + String(decoding: try Self.encoder.encode(metadata), as: UTF8.self)
    ]
    var body = Data()
    for name in order {
      guard let array = arrays[name] else { continue }
      let start = body.count
      array.numbers.append(to: &body)
      let key = String(decoding: try Self.encoder.encode(name), as: UTF8.self)
      let shape = array.shape.map(String.init).joined(separator: ",")
      header.append(
        "\(key):{\"dtype\":\"\(array.numbers.type)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(start),\(body.count)]}")
    }
    var text = Data(("{" + header.joined(separator: ",") + "}").utf8)
    while text.count % 8 != 0 { text.append(0x20) }
    var file = Data()
    withUnsafeBytes(of: UInt64(text.count).littleEndian) { file.append(contentsOf: $0) }
    return file + text + body
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}

extension Safetensors.Numbers {
  var count: Int {
    switch self {
    case .floats(let numbers): numbers.count
    case .doubles(let numbers): numbers.count
    case .integers(let numbers): numbers.count
    }
  }

  /// The format's name of the type.
  var type: String {
    switch self {
    case .floats: "F32"
    case .doubles: "F64"
    case .integers: "I32"
    }
  }

  fileprivate func append(to data: inout Data) {
    switch self {
    case .floats(let numbers): data.append(numbers.map(\.bitPattern.littleEndian))
    case .doubles(let numbers): data.append(numbers.map(\.bitPattern.littleEndian))
    case .integers(let numbers): data.append(numbers.map(\.littleEndian))
    }
  }
}

extension Data {
  fileprivate mutating func append(_ words: [some FixedWidthInteger]) {
    words.withUnsafeBytes { append(contentsOf: $0) }
  }
}
