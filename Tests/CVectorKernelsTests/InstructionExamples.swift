import CVectorKernels
import Glibc
import TestSupport
import Testing

extension InstructionExample {
  /// Numbers at which formulas break.
  static let ends: [Float] = [
    0, -0.0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
    .leastNormalMagnitude, 0x1p-130, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 88.5,
    -88.5,
    104, -104, 0.625, 0.927_734_375,
  ]

  func numbers(_ count: Int, _ source: inout RandomSource) -> [Float] {
    (0..<count).map { _ in Float(source.number(range)) }
  }

  static let all: [InstructionExample] = arithmetic + choices + elementary + activations

  private static let arithmetic: [InstructionExample] = [
    .init(name: "copy", opcode: vk_copy) { a, _ in a },
    .init(name: "add", opcode: vk_add) { $0 + $1 },
    .init(name: "subtract", opcode: vk_subtract) { $0 - $1 },
    .init(name: "multiply", opcode: vk_multiply) { $0 * $1 },
    .init(name: "multiply scaled", opcode: vk_multiply_scaled, p: 2, tolerance: 1.2e-7) {
      2 * $0 * $1
    },
    .init(name: "divide", opcode: vk_divide) { $0 / $1 },
    .init(name: "scale", opcode: vk_scale, p: 1.5, q: -0.25, tolerance: 2e-7, scale: 1) { a, _ in
      1.5 * a - 0.25
    },
    .init(name: "square", opcode: vk_square) { a, _ in a * a },
    .init(name: "sqrt", opcode: vk_sqrt, range: 0...9) { a, _ in a.squareRoot() },
    .init(name: "reciprocal", opcode: vk_reciprocal, p: 3) { a, _ in 3 / a },
    .init(name: "power", opcode: vk_power, p: 2.5, range: 0...40, tolerance: 1.2e-7) { a, _ in
      pow(a, 2.5)
    },
    .init(name: "odd power", opcode: vk_power, p: -3, tolerance: 1.2e-7) { a, _ in pow(a, -3) },
  ]

  private static let choices: [InstructionExample] = [
    .init(name: "greater", opcode: vk_greater) { $0 > $1 ? 1 : 0 },
    .init(name: "equal", opcode: vk_equal) { $0 == $1 ? 1 : 0 },
    .init(name: "gate", opcode: vk_gate) { $1 > 0 ? $0 : 0 },
    .init(name: "gate closed", opcode: vk_gate_closed) { $1 > 0 ? 0 : $0 },
    .init(name: "relu", opcode: vk_relu) { a, _ in max(a, 0) },
    .init(name: "leaky relu", opcode: vk_leaky_relu, p: 0.125) { a, _ in a > 0 ? a : a * 0.125 },
    .init(name: "leaky gate", opcode: vk_leaky_gate, p: 0.125) { $1 > 0 ? $0 : $0 * 0.125 },
    .init(name: "abs", opcode: vk_abs) { a, _ in abs(a) },
    .init(name: "sign", opcode: vk_sign) { a, _ in a > 0 ? 1 : a < 0 ? -1 : 0 },
    .init(name: "clamp", opcode: vk_clamp, p: -1, q: 2) { a, _ in min(max(a, -1), 2) },
  ]

  private static let elementary: [InstructionExample] = [
    .init(name: "exp", opcode: vk_exp, range: -87...88, tolerance: 2.4e-7) { a, _ in exp(a) },
    .init(name: "log", opcode: vk_log, range: 1e-6...9, tolerance: 2.4e-7, scale: 1e-3) { a, _ in
      log(a)
    },
    .init(name: "erf", opcode: vk_erf, tolerance: 2.4e-7) { a, _ in erf(a) },
    .init(name: "tanh", opcode: vk_tanh, tolerance: 2.4e-7) { a, _ in tanh(a) },
    .init(name: "sigmoid", opcode: vk_sigmoid, range: -80...80, tolerance: 4e-7) { a, _ in
      sigmoid(a)
    },
    .init(name: "softplus", opcode: vk_softplus, range: -80...80, tolerance: 4e-7) { a, _ in
      max(a, 0) + log1p(exp(-abs(a)))
    },
  ]

  private static let activations: [InstructionExample] = [
    .init(name: "softplus gradient", opcode: vk_softplus_gradient, tolerance: 4e-7) {
      $0 * sigmoid($1)
    },
    .init(name: "elu", opcode: vk_elu, p: 1.5, tolerance: 3e-7) { a, _ in
      a > 0 ? a : 1.5 * expm1(a)
    },
    .init(name: "elu gradient", opcode: vk_elu_gradient, p: 1.5, tolerance: 4e-7, scale: 1) {
      $1 > 0 ? $0 : $0 * ($1 + 1.5)
    },
    .init(name: "tanh gradient", opcode: vk_tanh_gradient, tolerance: 4e-7, scale: 6) {
      $0 * (1 - $1 * $1)
    },
    .init(name: "sigmoid gradient", opcode: vk_sigmoid_gradient, tolerance: 4e-7, scale: 6) {
      $0 * ($1 - $1 * $1)
    },
    .init(name: "silu", opcode: vk_silu, tolerance: 4e-7) { a, _ in a * sigmoid(a) },
    .init(name: "silu gradient", opcode: vk_silu_gradient, tolerance: 4e-7, scale: 6) {
      $0 * (sigmoid($1) + $1 * sigmoid($1) * sigmoid(-$1))
    },
    .init(name: "gelu", opcode: vk_gelu, tolerance: 4e-7, scale: 1) { a, _ in a * normal(a) },
    .init(name: "gelu gradient", opcode: vk_gelu_gradient, tolerance: 4e-7, scale: 6) {
      $0 * (normal($1) + $1 * exp(-$1 * $1 / 2) / (2 * Double.pi).squareRoot())
    },
  ]
}

private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

private func normal(_ x: Double) -> Double { 0.5 * (1 + erf(x / 2.0.squareRoot())) }
