// How a program's work is laid out and cut.
#include "CVectorKernels.h"

enum {
  // Where an instruction reads and writes without registers between, blocks only cost.
  direct_block_size = 32768,
  // What a piece should cost, in additions of two numbers: some ten microseconds.
  piece_cost = 32768,
};

void vk_add_input(vk_program *program, const float *start) {
  program->inputs[program->input_count].start = start;
  program->input_count++;
}

int vk_append_dimension(vk_program *program, long size, const long *strides) {
  if (program->rank > 0) {
    const long last = program->rank - 1;
    int continues = !(program->keeps_rows && last == 0);
    for (long input = 0; input < program->input_count; input++) {
      const long stride = program->inputs[input].strides[last];
      if (strides[input] != stride * program->sizes[last]) continues = 0;
    }
    if (continues) {
      program->sizes[last] *= size;
      return 1;
    }
  }
  if (program->rank == vk_largest_rank) return 0;
  program->sizes[program->rank] = size;
  for (long input = 0; input < program->input_count; input++) {
    program->inputs[input].strides[program->rank] = strides[input];
  }
  program->rank++;
  return 1;
}

static long cost_of(vk_opcode opcode) {
  switch (opcode) {
    case vk_divide:
    case vk_reciprocal:
    case vk_sqrt: return 2;
    case vk_exp:
    case vk_log:
    case vk_tanh:
    case vk_sigmoid:
    case vk_elu:
    case vk_silu:
    case vk_erf:
    case vk_softplus_gradient:
    case vk_silu_gradient: return 6;
    case vk_softplus:
    case vk_gelu:
    case vk_gelu_gradient: return 10;
    case vk_power: return 24;
    default: return 1;
  }
}

static int is_direct(const vk_program *program, const vk_input *input) {
  long stride = 1;
  for (long dimension = 0; dimension < program->rank; dimension++) {
    if (program->sizes[dimension] > 1 && input->strides[dimension] != stride) return 0;
    stride *= program->sizes[dimension];
  }
  return 1;
}

/// After how many rows an input's numbers come again, or 0 for never.
static long period_of(const vk_program *program, const vk_input *input) {
  long outermost = program->rank;
  while (outermost > 1 && input->strides[outermost - 1] == 0) outermost--;
  if (outermost == program->rank && program->rank > 1) return 0;
  long rows = 1;
  for (long dimension = 1; dimension < outermost; dimension++) rows *= program->sizes[dimension];
  return rows;
}

static void cut_into_blocks(vk_program *program, long largest) {
  const long inner = program->sizes[0];
  program->row_count = 1;
  for (long dimension = 1; dimension < program->rank; dimension++) {
    program->row_count *= program->sizes[dimension];
  }
  program->rows_per_block = 1;
  program->stretch = inner;
  program->stretches_per_row = 1;
  if (inner > largest) {
    program->stretches_per_row = (inner + largest - 1) / largest;
    // Whole cache lines.
    program->stretch = ((inner + program->stretches_per_row - 1) / program->stretches_per_row + 15) / 16 * 16;
    program->stretches_per_row = (inner + program->stretch - 1) / program->stretch;
  } else if (inner > 0) {
    program->rows_per_block = largest / inner;
    if (program->rank > 1 && program->sizes[1] > 0 && program->rows_per_block > program->sizes[1]) {
      program->rows_per_block -= program->rows_per_block % program->sizes[1];
    }
    if (program->rows_per_block > program->row_count) program->rows_per_block = program->row_count;
    if (program->rows_per_block < 1) program->rows_per_block = 1;
  }
  const long blocks = (program->row_count + program->rows_per_block - 1) / program->rows_per_block;
  program->block_count = inner > 0 ? blocks * program->stretches_per_row : 0;
}

long vk_prepare(vk_program *program) {
  int all_direct = 1;
  for (long index = 0; index < program->input_count; index++) {
    vk_input *input = &program->inputs[index];
    input->is_direct = is_direct(program, input);
    all_direct = all_direct && input->is_direct;
  }
  const int is_plain = all_direct && program->temporary_count == 0;
  cut_into_blocks(program, is_plain ? direct_block_size : vk_block);
  for (long index = 0; index < program->input_count; index++) {
    vk_input *input = &program->inputs[index];
    const long period = period_of(program, input);
    input->is_periodic = program->stretches_per_row == 1 && period > 0 &&
                         (period == 1 || (!program->keeps_rows &&
                                          (program->rows_per_block % period == 0 ||
                                           program->block_count == 1)));
  }
  long cost = 0;
  for (long line = 0; line < program->instruction_count; line++) {
    cost += cost_of(program->code[line].opcode);
  }
  const long block = program->rows_per_block * program->stretch;
  const long block_cost = block * (cost > 0 ? cost : 1);
  program->blocks_per_piece = block_cost > 0 && block_cost < piece_cost ? piece_cost / block_cost : 1;
  if (program->block_count < 2 * program->blocks_per_piece) {
    program->blocks_per_piece = program->block_count > 0 ? program->block_count : 1;
  }
  return (program->block_count + program->blocks_per_piece - 1) / program->blocks_per_piece;
}
