// What is made of the rows of a tall gradient matrix: inner products in double precision, sums.
#ifndef VK_GRAMIAN_H
#define VK_GRAMIAN_H

#include <stdint.h>

/// How many rows `vk_add_gathered_products` goes through together.
enum { vk_gathered_rows = 8 };

/// Writes the inner products of rows of single-precision numbers: `sums[i · y_count + j] = Σ xᵢ yⱼ`.
///
/// Products and sums are made in doubles. `x_stride` and `y_stride` are how far two rows lie apart. With
/// `is_symmetric`, y is x, and only the sums with j ≥ i are made (some others may be written too).
void vk_inner_products(const float *x, long x_count, long x_stride, const float *y, long y_count,
                       long y_stride, long count, int is_symmetric, double *sums);

/// Adds products of up to eight rows x with a triangle U, `sums[8 j + k] += Σ xⱼ[p] U[p, q] xₖ[q]`, and the
/// rows' squares, `sums[64 + k] += Σ xₖ[p]²`.
///
/// The rows are given by what `vk_gather_nonzero` makes of them. `triangle` has 0 below its diagonal;
/// `stride` is how far two of its rows lie apart. The products with U are single, all other sums double.
/// Eight numbers are read at every place, of which those past `row_count` change only sums that have no
/// meaning.
void vk_add_gathered_products(const int32_t *places, const float *values, long count, long row_count,
                              const float *triangle, long stride, double *sums);

/// Writes the weighted sum of rows that lie `stride` apart: `y = Σ weightsₖ xₖ`.
///
/// A row whose weight is 0 is not looked at: it may hold anything.
void vk_weighted_sum(const float *x, long row_count, long stride, const float *weights, long count,
                     float *y);

#endif
