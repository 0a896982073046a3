import TandemTensors

/// A number that tells contents apart, so that a file that is loaded twice gives the same rows.
enum ContentHash {
  static func of(_ bytes: [UInt8]) -> UInt64 {
    var hash = UInt64(bytes.count)
    bytes.withUnsafeBytes { raw in
      var offset = 0
      while offset + 8 <= raw.count {
        hash = Generator.mix(hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        offset += 8
      }
      for byte in raw[offset...] { hash = Generator.mix(hash ^ UInt64(byte)) }
    }
    return hash
  }
}
