internal import CVectorKernels

/// The instructions of the vector machine, by the names that C gives them.
struct ElementwiseOpcode: Hashable, Sendable {
  let rawValue: UInt16

  private init(_ opcode: vk_opcode) { rawValue = opcode.rawValue }

  static let copy = Self(vk_copy)
  static let add = Self(vk_add)
  static let subtract = Self(vk_subtract)
  static let multiply = Self(vk_multiply)
  static let divide = Self(vk_divide)
  static let greater = Self(vk_greater)
  static let equal = Self(vk_equal)
  static let gate = Self(vk_gate)
  static let gateClosed = Self(vk_gate_closed)
  static let scale = Self(vk_scale)
  static let square = Self(vk_square)
  static let squareRoot = Self(vk_sqrt)
  static let power = Self(vk_power)
  static let reciprocal = Self(vk_reciprocal)
  static let exponential = Self(vk_exp)
  static let logarithm = Self(vk_log)
  static let softplus = Self(vk_softplus)
  static let relu = Self(vk_relu)
  static let tanh = Self(vk_tanh)
  static let sigmoid = Self(vk_sigmoid)
  static let gelu = Self(vk_gelu)
  static let errorFunction = Self(vk_erf)
  static let absoluteValue = Self(vk_abs)
  static let sign = Self(vk_sign)
  static let clamp = Self(vk_clamp)

  var code: vk_opcode { vk_opcode(rawValue: rawValue) }
}
