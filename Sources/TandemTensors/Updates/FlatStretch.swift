internal import CVectorKernels

/// A stretch of flat parameters that an optimizer changes, by functions of the vector kernels.
///
/// Every rule goes over the memory once, large stretches in pieces on all cores. Each number is treated
/// alone, so that it does not matter how the stretch is cut.
package struct FlatStretch {
  package typealias Slot = UnsafeMutableBufferPointer<Float>

  var stretch: vk_stretch

  /// A stretch of arrays that are equally long and do not overlap.
  /// - Parameters:
  ///   - range: Which of their numbers.
  ///   - parameters: What is changed.
  ///   - gradients: The gradient of each parameter.
  ///   - first: What is kept for each parameter, as the rule says; an empty slot is none.
  ///   - second: The next such slot.
  ///   - third: The last one.
  package init(
    _ range: Range<Int>, of parameters: Slot, gradients: UnsafeBufferPointer<Float>,
    first: Slot = Slot(start: nil, count: 0), second: Slot = Slot(start: nil, count: 0),
    third: Slot = Slot(start: nil, count: 0)
  ) {
    for slot in [first, second, third] {
      precondition(slot.isEmpty || slot.count >= range.upperBound, "a slot is too short")
    }
    precondition(
      range.lowerBound >= 0 && range.upperBound <= min(parameters.count, gradients.count),
      "a stretch out of bounds")
    func start(_ slot: Slot) -> UnsafeMutablePointer<Float>? {
      slot.isEmpty ? nil : slot.baseAddress.map { $0 + range.lowerBound }
    }
    stretch = vk_stretch(
      parameters: start(parameters), gradients: gradients.baseAddress.map { $0 + range.lowerBound },
      first: start(first), second: start(second), third: start(third), count: range.count)
  }

  /// Does a rule piece by piece; the kernel knows what the rule is.
  private func apply<Rule>(_ rule: Rule, _ kernel: @escaping FlatPieces.Kernel) {
    withUnsafePointer(to: rule) { rule in
      let pieces = FlatPieces(stretch: stretch, rule: UnsafeRawPointer(rule), kernel: kernel)
      parallelFor((stretch.count + FlatPieces.size - 1) / FlatPieces.size, of: pieces) {
        $0.assumingMemoryBound(to: FlatPieces.self).pointee.run($1)
      }
    }
  }
}

/// A stretch and what is done to it, for the threads that share it.
private struct FlatPieces {
  typealias Kernel = @convention(c) (UnsafePointer<vk_stretch>, UnsafeRawPointer) -> Void

  // Some ten microseconds of work.
  static let size = 32_768

  let stretch: vk_stretch
  let rule: UnsafeRawPointer
  let kernel: Kernel

  func run(_ piece: Int) {
    let start = piece * Self.size
    let part = vk_stretch(
      parameters: stretch.parameters.map { $0 + start },
      gradients: stretch.gradients.map { $0 + start }, first: stretch.first.map { $0 + start },
      second: stretch.second.map { $0 + start }, third: stretch.third.map { $0 + start },
      count: min(Self.size, stretch.count - start))
    withUnsafePointer(to: part) { kernel($0, rule) }
  }
}

extension FlatStretch {
  /// What Adam and its kin know of a step.
  ///
  /// `m = β₁ m + (1 − β₁) g` and `v = β₂ v + (1 − β₂) g²` are the first two slots; `g` is the gradient and
  /// `pull · p`. With a third slot, its largest v so far takes the place of v.
  package struct Moments {
    var rule: vk_adam_rule

    /// Creates the numbers of a step.
    /// - Parameters:
    ///   - beta1: How long gradients are remembered.
    ///   - beta2: How long their squares are.
    ///   - length: What m is multiplied by: the rate, and m's correction.
    ///   - root: What √v is multiplied by: the root of v's correction.
    ///   - epsilon: Keeps the division finite.
    ///   - kept: What is left of a weight before the step.
    ///   - pull: How much of a weight is added to its gradient.
    package init(
      beta1: Double, beta2: Double, length: Double, root: Double, epsilon: Double,
      kept: Double = 1, pull: Double = 0
    ) {
      rule = vk_adam_rule(
        beta1: Float(beta1), rest1: Float(1 - beta1), beta2: Float(beta2), rest2: Float(1 - beta2),
        pull: Float(pull), kept: Float(kept), length: Float(length), root: Float(root),
        epsilon: Float(epsilon))
    }
  }

  /// `p = kept · p − length · m / (√v · root + ε)`, with the moments of this step.
  package func adam(_ moments: Moments) {
    apply(moments.rule) { vk_adam($0, $1.assumingMemoryBound(to: vk_adam_rule.self)) }
  }

  /// `p = p − rate · trust · u` for one tensor, with `u = length · m / (√v · root + ε) + pull · p`.
  ///
  /// The moments are those of this step and of the gradient alone; `trust` is ‖p‖ / ‖u‖, or 1 where one of
  /// them is 0.
  package func lamb(_ moments: Moments, rate: Double) {
    apply(moments.rule) { vk_remember_moments($0, $1.assumingMemoryBound(to: vk_adam_rule.self)) }
    // The norms are one sum in doubles, on this thread: the direction needs no memory of its own.
    withUnsafePointer(to: stretch) { stretch in
      withUnsafePointer(to: moments.rule) { rule in
        var (sums, trust) = ((0.0, 0.0), 1.0)
        withUnsafeMutablePointer(to: &sums) { sums in
          sums.withMemoryRebound(to: Double.self, capacity: 2) {
            vk_measure_direction(stretch, rule, $0)
          }
        }
        if sums.0 > 0, sums.1 > 0 { trust = (sums.1 / sums.0).squareRoot() }
        vk_follow_direction(stretch, rule, Float(rate * trust))
      }
    }
  }

  /// `p = p − rate · d` with d the gradient and `pull · p`; with a slot `v = momentum · v + d`, and v, or
  /// looking ahead `d + momentum · v`, for d.
  package func descend(rate: Double, momentum: Double, looksAhead: Bool, pull: Double) {
    let rule = vk_descent_rule(
      rate: Float(rate), momentum: Float(momentum), pull: Float(pull),
      looks_ahead: looksAhead ? 1 : 0)
    apply(rule) { vk_descend($0, $1.assumingMemoryBound(to: vk_descent_rule.self)) }
  }

  /// `s = kept · s + rest · g²` in the first slot and `p = p − rate · g / (√s + ε)`, g being the gradient
  /// and `pull · p`.
  ///
  /// With a second slot, `m = kept · m + rest · g` and `s − m²` for s; with a third one the direction is
  /// `d = momentum · d + g / (√s + ε)`.
  package func descendScaled(
    rate: Double, kept: Double, rest: Double, epsilon: Double, momentum: Double = 0, pull: Double
  ) {
    let rule = vk_scaled_rule(
      rate: Float(rate), kept: Float(kept), rest: Float(rest), momentum: Float(momentum),
      pull: Float(pull), epsilon: Float(epsilon))
    apply(rule) { vk_descend_scaled($0, $1.assumingMemoryBound(to: vk_scaled_rule.self)) }
  }

  /// `p = kept · p − rate · sign(β₁ m + (1 − β₁) g)`, then `m = β₂ m + (1 − β₂) g` in the first slot.
  package func descendBySign(rate: Double, kept: Double, beta1: Double, beta2: Double) {
    let rule = vk_sign_rule(
      rate: Float(rate), kept: Float(kept), beta1: Float(beta1), rest1: Float(1 - beta1),
      beta2: Float(beta2), rest2: Float(1 - beta2))
    apply(rule) { vk_descend_by_sign($0, $1.assumingMemoryBound(to: vk_sign_rule.self)) }
  }
}
