// Elementwise instructions over numbers that meet by broadcasting, cut into pieces.
#ifndef VK_PROGRAM_H
#define VK_PROGRAM_H

#include "vk_elementwise.h"

enum {
  /// Numbers of a block: a handful of registers fit into the nearest cache.
  vk_block = 1024,
  /// Dimensions after joining those that all inputs walk through alike.
  vk_largest_rank = 8,
  vk_largest_input_count = 16,
  /// Registers for what lies between the instructions.
  vk_largest_temporary_count = 16,
};

/// Numbers that a program reads: how far apart neighbors lie in each dimension, innermost first; 0
/// where they are repeated.
typedef struct vk_input {
  const float *start;
  long strides[vk_largest_rank];
  /// Set by `vk_prepare`: whether the numbers lie as the result's do.
  int is_direct;
  /// Set by `vk_prepare`: whether each whole block of the result meets the same numbers.
  int is_periodic;
} vk_input;

/// Instructions and what they run over; its registers are the inputs, the temporaries, the output.
typedef struct vk_program {
  const vk_instruction *code;
  long instruction_count;
  long input_count;
  long temporary_count;
  vk_input inputs[vk_largest_input_count];
  float *output;
  /// The result's sizes, innermost first.
  long rank;
  long sizes[vk_largest_rank];
  /// Whether the innermost dimension stays as it is, so that tiles of its columns can be run.
  int keeps_rows;
  /// Set by `vk_prepare`: a block is some rows of the innermost dimension, or a stretch of one.
  long row_count;
  long rows_per_block;
  long stretch;
  long stretches_per_row;
  long block_count;
  long blocks_per_piece;
} vk_program;

/// Adds an input, before any dimension.
void vk_add_input(vk_program *program, const float *start);

/// Adds the next outer dimension; returns 0 if there are too many.
/// `strides` has one for each input. A dimension that all walk through alike is joined to the last.
int vk_append_dimension(vk_program *program, long size, const long *strides);

/// Cuts the work into blocks that the nearest cache holds, and these into pieces, by sizes and
/// instructions alone; returns how many pieces there are.
long vk_prepare(vk_program *program);

/// Computes one of a program's pieces; they may run at the same time and in any order.
///
/// The output may be the memory of an input that lies as it does; otherwise they do not overlap.
void vk_run_piece(const vk_program *program, long piece);

/// Computes a tile of the result, whose rows are its innermost dimension; of a program that
/// `keeps_rows`. Tiles may run at the same time and in any order.
void vk_run_tile(const vk_program *program, long row, long row_count, long column,
                 long column_count);

#endif
