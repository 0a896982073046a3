/// A random source that is a plain value: the same seed gives the same numbers on every machine.
///
/// SplitMix64 in counter form: the n-th number is a mix of `seed + n · γ`, so that a state is two
/// integers and a stream of its own can be split off by name.
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct Generator: RandomNumberGenerator, Codable, Sendable, Equatable {
  public private(set) var state: UInt64

  /// Creates a generator from a seed.
  public init(seed: UInt64) {
    state = Generator.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
  }

  /// A stream of its own for one purpose, which other draws do not shift.
  public init(seed: UInt64, stream: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    self.init(seed: Generator.mix(seed) ^ hash)
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Generator.mix(state)
  }

  /// A number from [0, 1) with 24 bits.
  public mutating func nextUniform() -> Float {
    Float(next() >> 40) * 0x1p-24
  }

  /// Mixes the bits of a number so that near numbers give unlike results.
  public static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
