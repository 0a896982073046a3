// Rows mixed by weights of their own, as a gate mixes experts.
//
// The parts are `part_count` matrices of `row_count` rows of `count` numbers, the weights a matrix
// `[row_count, part_count]`. `parts` points to records, `part_stride` bytes apart, each of which begins
// with a pointer to a part's numbers.
#ifndef VK_MIXTURE_H
#define VK_MIXTURE_H

/// A stretch of the rows of a mixture.
typedef struct vk_mixture {
  const void *parts;
  long part_stride;
  long part_count;
  long first_row;
  long row_count;
  long count;
} vk_mixture;

/// y[r, :] = the sum over e of weights[r, e] parts[e][r, :].
void vk_mix(const vk_mixture *mixture, const float *weights, float *y);

/// y[r, e] = the inner product of u[r, :] and parts[e][r, :].
void vk_mixture_products(const vk_mixture *mixture, const float *u, float *y);

#endif
