import CVectorKernels
import Testing

/// The kernels of one level; those that this processor has are tried one after the other.
struct KernelLevel: Sendable, CustomTestStringConvertible {
  var index: Int
  var testDescription: String { String(cString: kernels.level) }

  static let all = (0..<vk_level_count()).map { KernelLevel(index: $0) }
  static let baseline = all[0]

  var kernels: vk_kernels {
    guard let kernels = vk_kernels_at(index) else { preconditionFailure("no level \(index)") }
    return kernels.pointee
  }

  /// Runs one instruction over arrays of equal length; `register` is where it writes: over an operand,
  /// 0 or 1, or elsewhere.
  func run(
    _ opcode: vk_opcode, _ a: [Float], _ b: [Float], p: Float = 0, q: Float = 0,
    over register: UInt8 = 2
  ) -> [Float] {
    // A number past the end, to see that it stays.
    var numbers = [a + [-7], b + [-7], [Float](repeating: -7, count: a.count + 1)]
    let code = vk_instruction(opcode: opcode, result: register, a: 0, b: 1, p: p, q: q)
    let places = numbers.map { numbers in
      let place = UnsafeMutablePointer<Float>.allocate(capacity: numbers.count)
      place.initialize(from: numbers, count: numbers.count)
      return Optional(place)
    }
    withUnsafePointer(to: code) { kernels.vk_run($0, 1, places, a.count) }
    for (index, place) in places.enumerated() {
      numbers[index] = Array(UnsafeBufferPointer(start: place, count: a.count + 1))
      precondition(numbers[index].removeLast() == -7, "a number past the end was written")
      place?.deallocate()
    }
    return numbers[Int(register)]
  }
}
