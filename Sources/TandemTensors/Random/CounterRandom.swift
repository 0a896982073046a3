/// Random bits by their number: the n-th is found without drawing those before it.
///
/// The n-th output of a SplitMix64 generator whose seed mixes everything that the draw may depend on.
struct CounterRandom {
  let key: UInt64

  /// Creates the draws of one use in a network, at one step.
  init(seed: UInt64, stream: UInt64, context: RunContext) {
    var mixed = Generator.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
    mixed = Generator.mix(mixed ^ context.seed &+ 0x9E37_79B9_7F4A_7C15)
    mixed = Generator.mix(mixed ^ stream &+ 0x9E37_79B9_7F4A_7C15)
    key = Generator.mix(mixed ^ context.step &+ 0x9E37_79B9_7F4A_7C15)
  }

  subscript(index: UInt64) -> UInt64 {
    Generator.mix(key &+ (index &+ 1) &* 0x9E37_79B9_7F4A_7C15)
  }
}
