internal import CVectorKernels

/// The instructions of the vector machine, by the names that C gives them.
struct ElementwiseOpcode: Hashable, Sendable {
  let rawValue: UInt16

  private init(_ opcode: vk_opcode) { rawValue = opcode.rawValue }

  static let copy = Self(vk_copy)
  static let add = Self(vk_add)
  static let subtract = Self(vk_subtract)
  static let multiply = Self(vk_multiply)
  static let multiplyScaled = Self(vk_multiply_scaled)
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
  static let softplusGradient = Self(vk_softplus_gradient)
  static let relu = Self(vk_relu)
  static let leakyRelu = Self(vk_leaky_relu)
  static let leakyGate = Self(vk_leaky_gate)
  static let elu = Self(vk_elu)
  static let eluGradient = Self(vk_elu_gradient)
  static let tanh = Self(vk_tanh)
  static let tanhGradient = Self(vk_tanh_gradient)
  static let sigmoid = Self(vk_sigmoid)
  static let sigmoidGradient = Self(vk_sigmoid_gradient)
  static let silu = Self(vk_silu)
  static let siluGradient = Self(vk_silu_gradient)
  static let gelu = Self(vk_gelu)
  static let geluGradient = Self(vk_gelu_gradient)
  static let errorFunction = Self(vk_erf)
  static let absoluteValue = Self(vk_abs)
  static let sign = Self(vk_sign)
  static let clamp = Self(vk_clamp)

  var code: vk_opcode { vk_opcode(rawValue: rawValue) }
}
