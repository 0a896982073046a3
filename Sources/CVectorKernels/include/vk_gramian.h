// What is made of the rows of a tall gradient matrix: inner products in double precision, sums.
#ifndef VK_GRAMIAN_H
#define VK_GRAMIAN_H

/// Writes the inner products of rows of single-precision numbers: `sums[i · y_count + j] = Σ xᵢ yⱼ`.
///
/// Products and sums are made in doubles. `x_stride` and `y_stride` are how far two rows lie apart. With
/// `is_symmetric`, y is x, and only the sums with j ≥ i are made (some others may be written too).
void vk_inner_products(const float *x, long x_count, long x_stride, const float *y, long y_count,
                       long y_stride, long count, int is_symmetric, double *sums);

/// Writes the weighted sum of rows that lie `stride` apart: `y = Σ weightsₖ xₖ`.
///
/// A row whose weight is 0 is not looked at: it may hold anything.
void vk_weighted_sum(const float *x, long row_count, long stride, const float *weights, long count,
                     float *y);

#endif
