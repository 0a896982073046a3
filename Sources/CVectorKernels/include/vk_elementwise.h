// A machine that acts number by number: its registers are stretches of numbers.
#ifndef VK_ELEMENTWISE_H
#define VK_ELEMENTWISE_H

#include <stdint.h>

/// What an instruction does to each number; a, b are its operands', p, q its constants.
typedef enum vk_opcode : uint16_t {
  vk_copy,
  vk_add,
  vk_subtract,
  vk_multiply,
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
  /// a to the power of p
  vk_power,
  /// p / a
  vk_reciprocal,
  vk_exp,
  vk_log,
  vk_softplus,
  vk_relu,
  vk_tanh,
  vk_sigmoid,
  vk_gelu,
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

/// Runs a program over stretches of numbers.
///
/// `registers[r]` points to `count` numbers. A register that an instruction writes may be one that it
/// reads; two registers are the same memory or do not overlap.
void vk_run(const vk_instruction *code, long instruction_count, float *const *registers, long count);

#endif
