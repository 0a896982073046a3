/// Finds bytes that are no UTF-8.
enum UTF8Check {
  /// Where the first sequence begins that is not UTF-8, or `nil`.
  ///
  /// Overlong forms, surrogates and numbers beyond U+10FFFF count as invalid (RFC 3629).
  static func firstInvalid(in bytes: [UInt8]) -> Int? {
    var index = 0
    let count = bytes.count
    return bytes.withUnsafeBytes { raw in
      while index < count {
        // Eight ASCII bytes at a time: most files have nothing else.
        if index + 8 <= count {
          let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
          if word & 0x8080_8080_8080_8080 == 0 {
            index += 8
            continue
          }
        }
        let length = sequenceLength(bytes, at: index)
        if length == 0 { return index }
        index += length
      }
      return nil
    }
  }

  /// The length of the valid sequence at a place, or 0.
  private static func sequenceLength(_ bytes: [UInt8], at index: Int) -> Int {
    let first = bytes[index]
    let length: Int
    // What the second byte may be: it is where overlong forms and surrogates show.
    let second: ClosedRange<UInt8>
    switch first {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
    let rest = bytes[index + 2..<index + length]
    return rest.allSatisfy { 0x80...0xBF ~= $0 } ? length : 0
  }
}
