/// Unpacks gzip files.
///
/// Source: RFC 1952. A file may hold several members, one after the other; zeros after the last are
/// padding. Check sum and length of each member are verified.
enum GZip {
  static func isCompressed(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
  }

  /// Unpacks all members.
  /// - Parameters:
  ///   - bytes: The file.
  ///   - limit: The most bytes that may come out.
  ///   - isInterrupted: Asked now and then; `true` ends the work with an error.
  /// - Returns: The contents, one member after the other.
  /// - Throws: `InflateError`.
  static func unpack(
    _ bytes: [UInt8], limit: Int, isInterrupted: @escaping () -> Bool = { false }
  ) throws(InflateError) -> [UInt8] {
    var contents: [UInt8] = []
    var position = 0
    repeat {
      let start = try skipHeader(bytes, from: position)
      var inflate = Inflate(
        bytes, from: start, limit: limit - contents.count, isInterrupted: isInterrupted)
      position = try inflate.run()
      guard position + 8 <= bytes.count else { throw .cutOff }
      guard CRC32.sum(inflate.output) == number(bytes, at: position) else {
        throw .damaged("the check sum does not match")
      }
      guard UInt32(truncatingIfNeeded: inflate.output.count) == number(bytes, at: position + 4)
      else { throw .damaged("the length does not match") }
      position += 8
      if contents.isEmpty { contents = inflate.output } else { contents += inflate.output }
    } while position < bytes.count && !bytes[position...].allSatisfy { $0 == 0 }
    return contents
  }

  /// Where the compressed data of a member begins.
  private static func skipHeader(_ bytes: [UInt8], from start: Int) throws(InflateError) -> Int {
    guard start + 10 <= bytes.count else { throw .cutOff }
    guard bytes[start] == 0x1F, bytes[start + 1] == 0x8B else {
      throw .damaged("something else after the end")
    }
    guard bytes[start + 2] == 8 else { throw .damaged("method \(bytes[start + 2]), not 8") }
    let flags = bytes[start + 3]
    guard flags & 0xE0 == 0 else { throw .damaged("flags that do not exist") }
    var position = start + 10
    if flags & 4 != 0 {
      guard position + 2 <= bytes.count else { throw .cutOff }
      position += 2 + Int(bytes[position]) + Int(bytes[position + 1]) << 8
      guard position <= bytes.count else { throw .cutOff }
    }
    for textFlag: UInt8 in [8, 16] where flags & textFlag != 0 {
      guard position < bytes.count, let end = bytes[position...].firstIndex(of: 0) else {
        throw .cutOff
      }
      position = end + 1
    }
    guard flags & 2 != 0 else { return position }
    guard position + 2 <= bytes.count else { throw .cutOff }
    let sum = UInt32(bytes[position]) | UInt32(bytes[position + 1]) << 8
    guard CRC32.sum(Array(bytes[start..<position])) & 0xFFFF == sum else {
      throw .damaged("the header's check sum does not match")
    }
    return position + 2
  }

  private static func number(_ bytes: [UInt8], at start: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
  }
}

/// The check sum of gzip: CRC-32 with the polynomial 0xEDB88320.
enum CRC32 {
  private static let table = (0..<256).map { (byte: UInt32) -> UInt32 in
    var sum = byte
    for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
    return sum
  }

  static func sum(_ bytes: [UInt8]) -> UInt32 {
    let table = table
    var sum = ~UInt32(0)
    for byte in bytes { sum = table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ (sum >> 8) }
    return ~sum
  }
}
