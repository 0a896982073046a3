import CVectorKernels
import TestSupport
import Testing

/// The functions of `vk_updates.h` against plain loops in doubles, some steps in a row.
@Suite struct UpdateTests {
  /// What a rule works on, and what it is in doubles.
  struct Numbers {
    var arrays: [[Double]]

    /// Parameters and three slots of numbers above 0.
    init(_ count: Int, _ source: inout RandomSource) {
      arrays = (0..<4).map { index in
        (0..<count).map { _ in Double(Float(source.number(index == 0 ? -1...1 : 0.01...1))) }
      }
    }
  }

  static let adam = vk_adam_rule(
    beta1: 0.9, rest1: 0.1, beta2: 0.99, rest2: 0.01, pull: 0.1, kept: 0.95, length: 0.05,
    root: 1.5,
    epsilon: 1e-3)

  @Test("adam, with and without its largest moments", arguments: [2, 3], KernelLevel.all)
  func adam(slotCount: Int, level: KernelLevel) {
    check(level, slotCount) {
      level.kernels.vk_adam($0, [Self.adam])
    } exact: { p, g, slots in
      let pulled = g + 0.1 * p
      slots[0] = 0.9 * slots[0] + 0.1 * pulled
      slots[1] = 0.99 * slots[1] + 0.01 * pulled * pulled
      var v = slots[1]
      if slotCount == 3 {
        v = max(v, slots[2])
        slots[2] = v
      }
      p = 0.95 * p - 0.05 * slots[0] / (1.5 * v.squareRoot() + 1e-3)
    }
  }

  @Test("descent, with momentum, and looking ahead", arguments: [0, 1, 2], KernelLevel.all)
  func descent(form: Int, level: KernelLevel) {
    let rule = vk_descent_rule(rate: 0.1, momentum: 0.9, pull: 0.2, looks_ahead: form == 2 ? 1 : 0)
    check(level, min(form, 1)) {
      level.kernels.vk_descend($0, [rule])
    } exact: { p, g, slots in
      let pulled = g + 0.2 * p
      guard form > 0 else {
        p -= 0.1 * pulled
        return
      }
      slots[0] = 0.9 * slots[0] + pulled
      p -= 0.1 * (form == 2 ? pulled + 0.9 * slots[0] : slots[0])
    }
  }

  @Test("scaled descent, centered and with momentum", arguments: [1, 2, 3], KernelLevel.all)
  func scaled(slotCount: Int, level: KernelLevel) {
    let rule = vk_scaled_rule(
      rate: 0.1, kept: 0.9, rest: 0.1, momentum: 0.5, pull: 0.2, epsilon: 0.1)
    check(level, slotCount) {
      level.kernels.vk_descend_scaled($0, [rule])
    } exact: { p, g, slots in
      let pulled = g + 0.2 * p
      slots[0] = 0.9 * slots[0] + 0.1 * pulled * pulled
      var square = slots[0]
      if slotCount > 1 {
        slots[1] = 0.9 * slots[1] + 0.1 * pulled
        square = max(0, square - slots[1] * slots[1])
      }
      var direction = pulled / (square.squareRoot() + 0.1)
      if slotCount > 2 {
        slots[2] = 0.5 * slots[2] + direction
        direction = slots[2]
      }
      p -= 0.1 * direction
    }
  }

  @Test("descent by sign", arguments: KernelLevel.all)
  func sign(level: KernelLevel) {
    let rule = vk_sign_rule(
      rate: 0.1, kept: 0.9, beta1: 0.75, rest1: 0.25, beta2: 0.5, rest2: 0.5)
    check(level, 1) {
      level.kernels.vk_descend_by_sign($0, [rule])
    } exact: { p, g, slots in
      let direction = 0.75 * slots[0] + 0.25 * g
      slots[0] = 0.5 * slots[0] + 0.5 * g
      p = 0.9 * p - (direction > 0 ? 0.1 : direction < 0 ? -0.1 : 0)
    }
  }

  @Test("a direction's length, and a step along it", arguments: KernelLevel.all)
  func direction(level: KernelLevel) {
    check(level, 2) { stretch in
      level.kernels.vk_remember_moments(stretch, [Self.adam])
      var sums = [0.0, 0.0]
      level.kernels.vk_measure_direction(stretch, [Self.adam], &sums)
      let count = stretch.pointee.count
      let (p, m, v) = (
        stretch.pointee.parameters, stretch.pointee.first, stretch.pointee.second
      )
      var exact = [0.0, 0.0]
      for i in 0..<count {
        guard let p = p?[i], let m = m?[i], let v = v?[i] else { continue }
        let step = 0.05 * Double(m) / (1.5 * Double(v).squareRoot() + 1e-3) + 0.1 * Double(p)
        exact[0] += step * step
        exact[1] += Double(p) * Double(p)
      }
      #expect(abs(sums[0] - exact[0]) <= 1e-5 * exact[0])
      #expect(abs(sums[1] - exact[1]) <= 1e-12 * exact[1])
      level.kernels.vk_follow_direction(stretch, [Self.adam], 0.5)
    } exact: { p, g, slots in
      slots[0] = 0.9 * slots[0] + 0.1 * g
      slots[1] = 0.99 * slots[1] + 0.01 * g * g
      p -= 0.5 * (0.05 * slots[0] / (1.5 * slots[1].squareRoot() + 1e-3) + 0.1 * p)
    }
  }

  @Test("what has become nearly 0 becomes 0", arguments: KernelLevel.all)
  func flushed(level: KernelLevel) {
    var numbers = [[Float]](repeating: [1e-38], count: 4)
    numbers[1] = [0]
    let places = numbers.map { numbers in
      let place = UnsafeMutablePointer<Float>.allocate(capacity: 1)
      place.initialize(to: numbers[0])
      return place
    }
    let stretch = vk_stretch(
      parameters: places[0], gradients: places[1], first: places[2], second: places[3], third: nil,
      count: 1)
    for _ in 0..<40 { level.kernels.vk_adam([stretch], [Self.adam]) }
    #expect(places[2][0] == 0 && places[3][0] == 0)
    for place in places { place.deallocate() }
  }

  /// Three steps of a rule, and of what it is in doubles.
  private func check(
    _ level: KernelLevel, _ slotCount: Int, _ kernel: (UnsafePointer<vk_stretch>) -> Void,
    exact: (_ p: inout Double, _ g: Double, _ slots: inout [Double]) -> Void
  ) {
    forAll(count: 40) { source in
      let count = source.whole(0...80)
      var numbers = Numbers(count, &source).arrays
      let places = numbers.map { numbers in
        let place = UnsafeMutablePointer<Float>.allocate(capacity: count + 1)
        place.initialize(from: numbers.map { Float($0) } + [-7], count: count + 1)
        return place
      }
      defer { for place in places { place.deallocate() } }
      for _ in 0..<3 {
        let gradients = (0..<count).map { _ in Float(source.number(-1...1)) }
        gradients.withUnsafeBufferPointer { gradients in
          var slots = places.dropFirst().prefix(slotCount).map { Optional($0) }
          while slots.count < 3 { slots.append(nil) }
          let stretch = vk_stretch(
            parameters: places[0], gradients: gradients.baseAddress, first: slots[0],
            second: slots[1], third: slots[2], count: count)
          withUnsafePointer(to: stretch) { kernel($0) }
        }
        for i in 0..<count {
          var slots = (1...3).map { numbers[$0][i] }
          exact(&numbers[0][i], Double(gradients[i]), &slots)
          for slot in 1...3 { numbers[slot][i] = slots[slot - 1] }
        }
      }
      for (place, numbers) in zip(places, numbers) {
        for i in 0..<count { try #require(abs(Double(place[i]) - numbers[i]) <= 1e-4) }
        try #require(place[count] == -7, "a number past the end was written")
      }
    }
  }
}
