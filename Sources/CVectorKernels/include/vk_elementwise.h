// A machine that acts number by number: its registers are stretches of numbers.
#ifndef VK_ELEMENTWISE_H
#define VK_ELEMENTWISE_H

#include <stdint.h>

/// What an instruction does to each number; a, b are its operands', p, q its constants.
///
/// A gradient's a is the gradient that reaches the function, its b what the function was given, or
/// gave: whichever is named.
typedef enum vk_opcode : uint16_t {
  vk_copy,
  vk_add,
  vk_subtract,
  vk_multiply,
  /// p a b
  vk_multiply_scaled,
  vk_divide,
  /// a > b ? 1 : 0
  vk_greater,
  /// a == b ? 1 : 0
  vk_equal,
  /// b > 0 ? a : 0
  vk_gate,
  /// b > 0 ? 0 : a
  vk_gate_closed,
  /// p a + q
  vk_scale,
  vk_square,
  vk_sqrt,
  /// a to the power of p, as C's powf
  vk_power,
  /// p / a
  vk_reciprocal,
  vk_exp,
  vk_log,
  vk_softplus,
  /// b: what softplus was given
  vk_softplus_gradient,
  vk_relu,
  /// a > 0 ? a : p a
  vk_leaky_relu,
  /// b > 0 ? a : p a
  vk_leaky_gate,
  /// a > 0 ? a : p (exp(a) - 1)
  vk_elu,
  /// b: what elu gave
  vk_elu_gradient,
  vk_tanh,
  /// b: what tanh gave
  vk_tanh_gradient,
  vk_sigmoid,
  /// b: what sigmoid gave
  vk_sigmoid_gradient,
  /// a times the sigmoid of a
  vk_silu,
  /// b: what silu was given
  vk_silu_gradient,
  vk_gelu,
  /// b: what gelu was given
  vk_gelu_gradient,
  vk_erf,
  vk_abs,
  vk_sign,
  /// a kept between p and q
  vk_clamp,
} vk_opcode;

/// One instruction: registers by number.
typedef struct vk_instruction {
  vk_opcode opcode;
  uint8_t result;
  uint8_t a;
  uint8_t b;
  float p;
  float q;
} vk_instruction;

/// Runs instructions over stretches of numbers.
///
/// `registers[r]` points to `count` numbers. A register that an instruction writes may be one that it
/// reads; two registers are the same memory or do not overlap.
void vk_run(const vk_instruction *code, long instruction_count, float *const *registers, long count);

#endif
