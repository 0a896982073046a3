/// Numbers the different words of a column in the order in which they come.
///
/// A hash table over bytes: a text that was there before costs no `String`.
struct WordLevels {
  /// The words one after the other, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// The number of a word, or −1, by its hash; a power of two of places, at most half of them taken.
  private var places = Array(repeating: -1, count: 64)

  var count: Int { ends.count }

  /// The number of a word.
  mutating func code(of source: [UInt8], _ lower: Int, _ upper: Int) -> Int {
    var place = hash(source, lower, upper) & (places.count - 1)
    while places[place] >= 0 {
      if isWord(places[place], source, lower, upper) { return places[place] }
      place = (place + 1) & (places.count - 1)
    }
    let code = ends.count
    places[place] = code
    bytes += source[lower..<upper]
    ends.append(bytes.count)
    if ends.count * 2 > places.count { grow() }
    return code
  }

  private func range(of code: Int) -> Range<Int> {
    (code == 0 ? 0 : ends[code - 1])..<ends[code]
  }

  private func isWord(_ code: Int, _ source: [UInt8], _ lower: Int, _ upper: Int) -> Bool {
    let word = range(of: code)
    guard word.count == upper - lower else { return false }
    for offset in 0..<word.count where bytes[word.lowerBound + offset] != source[lower + offset] {
      return false
    }
    return true
  }

  // FNV-1a, and the high bits folded in, for the table looks at the low ones.
  private func hash(_ source: [UInt8], _ lower: Int, _ upper: Int) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in lower..<upper { hash = (hash ^ UInt64(source[index])) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 32)) & 0x7FFF_FFFF_FFFF_FFFF)
  }

  private mutating func grow() {
    places = Array(repeating: -1, count: places.count * 4)
    for code in ends.indices {
      let word = range(of: code)
      var place = hash(bytes, word.lowerBound, word.upperBound) & (places.count - 1)
      while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
      places[place] = code
    }
  }

  /// The words in ascending order, and for each number its place there.
  ///
  /// Words that only differ in how Unicode composes them are one level.
  func sorted() -> (levels: [String], places: [Int]) {
    let words = ends.indices.map { String(decoding: bytes[range(of: $0)], as: UTF8.self) }
    let levels = Set(words).sorted()
    var placeOf: [String: Int] = [:]
    for (place, level) in levels.enumerated() { placeOf[level] = place }
    return (levels, words.map { placeOf[$0] ?? -1 })
  }
}
