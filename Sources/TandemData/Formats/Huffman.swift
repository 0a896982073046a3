/// A canonical Huffman code of DEFLATE: short codes by a table, long ones bit by bit.
struct Huffman {
  private static let tableBits = 10
  /// For each value of the next ten bits, `symbol << 4 | length`, or 0 where the code is longer.
  private var table: [UInt16]
  /// How many codes there are of each length.
  private var counts = Array(repeating: 0, count: 16)
  /// The symbols by length, then by value.
  private var symbols: [Int] = []

  /// Makes the code that gives each symbol a code of its length; a length of 0 is no code.
  /// - Parameter lengths: The lengths, each at most 15, by symbol.
  /// - Throws: `InflateError.damaged` where such a code does not exist, or leaves gaps.
  init(lengths: [Int]) throws(InflateError) {
    table = Array(repeating: 0, count: 1 << Self.tableBits)
    for length in lengths where length > 0 { counts[length] += 1 }
    var left = 1
    for length in 1...15 {
      left = left * 2 - counts[length]
      if left < 0 { throw .damaged("more codes than there can be") }
    }
    symbols = lengths.indices.filter { lengths[$0] > 0 }.sorted {
      lengths[$0] == lengths[$1] ? $0 < $1 : lengths[$0] < lengths[$1]
    }
    // A single distance is written with one bit, and no distance at all as no code.
    guard left == 0 || symbols.count <= 1 else { throw .damaged("fewer codes than there must be") }
    fillTable(lengths)
  }

  private mutating func fillTable(_ lengths: [Int]) {
    var code = 0
    var length = 0
    for symbol in symbols {
      code <<= lengths[symbol] - length
      length = lengths[symbol]
      if length <= Self.tableBits {
        // Codes begin with their highest bit, the bytes' bits are read from the lowest.
        var place = 0
        for bit in 0..<length where code >> bit & 1 == 1 { place |= 1 << (length - 1 - bit) }
        while place < table.count {
          table[place] = UInt16(symbol << 4 | length)
          place += 1 << length
        }
      }
      code += 1
    }
  }

  /// Reads one symbol.
  /// - Parameter reader: Where the bits come from.
  /// - Returns: The symbol.
  /// - Throws: `InflateError` at the end of the input, or for bits that are no code.
  @inline(__always)
  func decode(_ reader: inout BitReader) throws(InflateError) -> Int {
    let next = reader.peek()
    let entry = Int(table[next & (1 << Self.tableBits - 1)])
    guard entry != 0 else { return try decodeLong(&reader, next) }
    try reader.drop(entry & 15)
    return entry >> 4
  }

  private func decodeLong(_ reader: inout BitReader, _ next: Int) throws(InflateError) -> Int {
    var code = 0
    var first = 0
    var index = 0
    for length in 1...15 {
      code |= next >> (length - 1) & 1
      if code - first < counts[length] {
        try reader.drop(length)
        return symbols[index + code - first]
      }
      index += counts[length]
      first = (first + counts[length]) << 1
      code <<= 1
    }
    // Zeros stand in for bits beyond the end, so an end may look like bits of no code.
    try reader.drop(15)
    throw .damaged("bits that are no code")
  }

  /// The codes of blocks that bring none; lengths that a standard gives always make a code.
  static let fixedLiterals = standard(
    Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112)
      + Array(repeating: 7, count: 24) + Array(repeating: 8, count: 8))
  static let fixedDistances = standard(Array(repeating: 5, count: 32))

  private static func standard(_ lengths: [Int]) -> Huffman {
    do {
      return try Huffman(lengths: lengths)
    } catch {
      preconditionFailure("the standard's own code: \(error)")
    }
  }
}

/// Reads bytes as bits, the lowest bit of each byte first.
struct BitReader {
  private let bytes: [UInt8]
  private var position: Int
  private var buffer: UInt64 = 0
  private var bufferCount = 0

  init(_ bytes: [UInt8], from start: Int) {
    self.bytes = bytes
    position = start
  }

  /// The next 15 bits and more, zeros where the input has ended.
  @inline(__always)
  mutating func peek() -> Int {
    if bufferCount < 15 { refill() }
    return Int(truncatingIfNeeded: buffer & 0xFFFF_FFFF)
  }

  @inline(__always)
  mutating func drop(_ count: Int) throws(InflateError) {
    guard count <= bufferCount else { throw .cutOff }
    buffer >>= UInt64(count)
    bufferCount -= count
  }

  /// The next bits, at most 16, as a number.
  mutating func bits(_ count: Int) throws(InflateError) -> Int {
    if bufferCount < count { refill() }
    let value = Int(truncatingIfNeeded: buffer & (1 << UInt64(count) - 1))
    try drop(count)
    return value
  }

  private mutating func refill() {
    while bufferCount <= 48, position < bytes.count {
      buffer |= UInt64(bytes[position]) << UInt64(bufferCount)
      bufferCount += 8
      position += 1
    }
  }

  /// Drops what is left of a byte that has been begun.
  mutating func skipToByte() {
    let rest = bufferCount % 8
    buffer >>= UInt64(rest)
    bufferCount -= rest
  }

  /// Where the first byte lies that has not been begun.
  var nextByte: Int { position - bufferCount / 8 }

  /// Whole bytes; the reader stands at a byte.
  mutating func bytes(_ count: Int) throws(InflateError) -> ArraySlice<UInt8> {
    let start = nextByte
    guard count <= bytes.count - start else { throw .cutOff }
    buffer = 0
    bufferCount = 0
    position = start + count
    return bytes[start..<start + count]
  }
}
