/// What is wrong with compressed bytes.
enum InflateError: Error, Equatable {
  /// The bytes end before the data does.
  case cutOff
  /// Bytes that no compressor writes, with what does not hold.
  case damaged(String)
  /// More output than is taken.
  case tooLarge
  case interrupted
}

/// Unpacks the DEFLATE format.
///
/// Source: RFC 1951. Every read is checked against the end of the input and every match against what
/// has been unpacked, so that bytes of any kind give data or an error.
struct Inflate {
  private var reader: BitReader
  private(set) var output: [UInt8] = []
  private let limit: Int
  private let isInterrupted: () -> Bool

  /// Prepares to unpack.
  /// - Parameters:
  ///   - input: Bytes that hold the compressed data.
  ///   - start: Where it begins.
  ///   - limit: The most bytes that may come out.
  ///   - isInterrupted: Asked now and then; `true` ends the work with an error.
  init(_ input: [UInt8], from start: Int, limit: Int, isInterrupted: @escaping () -> Bool) {
    reader = BitReader(input, from: start)
    self.limit = limit
    self.isInterrupted = isInterrupted
    output.reserveCapacity(min(limit, input.count.multipliedReportingOverflow(by: 4).partialValue))
  }

  /// Unpacks all blocks up to the last.
  /// - Returns: Where the input goes on after the compressed data.
  /// - Throws: `InflateError`.
  mutating func run() throws(InflateError) -> Int {
    var isLast = false
    while !isLast {
      if isInterrupted() { throw .interrupted }
      isLast = try reader.bits(1) == 1
      switch try reader.bits(2) {
      case 0: try copyStored()
      case 1: try unpack(literals: Huffman.fixedLiterals, distances: Huffman.fixedDistances)
      case 2:
        let (literals, distances) = try readCodes()
        try unpack(literals: literals, distances: distances)
      default: throw .damaged("a block of type 3")
      }
    }
    return reader.nextByte
  }

  private mutating func copyStored() throws(InflateError) {
    reader.skipToByte()
    let length = try reader.bits(16)
    guard try reader.bits(16) == length ^ 0xFFFF else {
      throw .damaged("the length of a stored block does not match its complement")
    }
    guard output.count + length <= limit else { throw .tooLarge }
    output += try reader.bytes(length)
  }

  private mutating func unpack(literals: Huffman, distances: Huffman) throws(InflateError) {
    var untilCheck = 1 << 20
    while true {
      let symbol = try literals.decode(&reader)
      if symbol < 256 {
        guard output.count < limit else { throw .tooLarge }
        output.append(UInt8(truncatingIfNeeded: symbol))
      } else if symbol == 256 {
        return
      } else {
        try copyMatch(symbol - 257, distances: distances)
      }
      untilCheck -= 1
      if untilCheck == 0 {
        if isInterrupted() { throw .interrupted }
        untilCheck = 1 << 20
      }
    }
  }

  private mutating func copyMatch(_ lengthCode: Int, distances: Huffman) throws(InflateError) {
    guard lengthCode < Self.lengthBases.count else { throw .damaged("a length of no meaning") }
    let length = Self.lengthBases[lengthCode] + (try reader.bits(Self.lengthBits[lengthCode]))
    let code = try distances.decode(&reader)
    guard code < Self.distanceBases.count else { throw .damaged("a distance of no meaning") }
    let distance = Self.distanceBases[code] + (try reader.bits(Self.distanceBits[code]))
    guard distance <= output.count else { throw .damaged("a distance beyond the beginning") }
    guard output.count + length <= limit else { throw .tooLarge }
    let start = output.count - distance
    // One by one: a match may run into its own output.
    for index in start..<start + length { output.append(output[index]) }
  }

  /// The two codes that stand before a block of their own.
  private mutating func readCodes() throws(InflateError) -> (Huffman, Huffman) {
    let literalCount = try reader.bits(5) + 257
    let distanceCount = try reader.bits(5) + 1
    let lengthCount = try reader.bits(4) + 4
    guard literalCount <= 286, distanceCount <= 30 else { throw .damaged("too many codes") }
    var lengths = Array(repeating: 0, count: 19)
    for index in 0..<lengthCount { lengths[Self.lengthOrder[index]] = try reader.bits(3) }
    let code = try Huffman(lengths: lengths)
    lengths = []
    while lengths.count < literalCount + distanceCount {
      let symbol = try code.decode(&reader)
      switch symbol {
      case 0...15: lengths.append(symbol)
      case 16:
        guard let last = lengths.last else { throw .damaged("a repetition of nothing") }
        lengths += Array(repeating: last, count: try reader.bits(2) + 3)
      case 17: lengths += Array(repeating: 0, count: try reader.bits(3) + 3)
      default: lengths += Array(repeating: 0, count: try reader.bits(7) + 11)
      }
    }
    guard lengths.count == literalCount + distanceCount else { throw .damaged("too many lengths") }
    guard lengths[256] > 0 else { throw .damaged("a block without an end") }
    return (
      try Huffman(lengths: Array(lengths[..<literalCount])),
      try Huffman(lengths: Array(lengths[literalCount...]))
    )
  }

  private static let lengthOrder = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]
  private static let lengthBits =
    Array(repeating: 0, count: 8) + (1...5).flatMap { [$0, $0, $0, $0] }
    + [0]
  private static let lengthBases = bases(lengthBits.dropLast(), from: 3) + [258]
  private static let distanceBits = [0, 0] + (0...13).flatMap { [$0, $0] }
  private static let distanceBases = bases(distanceBits[...], from: 1)

  /// The first value of each code: each covers as many values as its extra bits tell apart.
  private static func bases(_ bits: ArraySlice<Int>, from first: Int) -> [Int] {
    var next = first
    return bits.map { count in
      defer { next += 1 << count }
      return next
    }
  }
}
