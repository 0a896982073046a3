// Products that pass over zeros: of a few rows that have theirs in the same places.
#ifndef VK_GATHERED_H
#define VK_GATHERED_H

#include <stdint.h>

/// How many columns `vk_multiply_gathered` computes.
enum { vk_gathered_width = 32 };

/// Copies together what is not 0 in `row_count` rows that lie `stride` apart.
///
/// A place counts if any row has a number other than 0 there. `values` gets the rows' numbers place
/// after place. The result is how many places there are.
long vk_gather_nonzero(const float *x, long row_count, long stride, long count, int32_t *places,
                       float *values);

/// The same for columns of `row_count` matrices that lie `stride` apart, `count` rows each, which lie
/// `row_stride` apart: what a column holds in each of its rows.
///
/// Each column has room for `count` places; `counts` gets how many it has.
void vk_gather_nonzero_columns(const float *x, long row_count, long stride, long row_stride,
                               long count, long column_count, int32_t *places, float *values,
                               int32_t *counts);

/// Writes the product of gathered rows and a panel of `vk_gathered_width` columns without gaps.
///
/// `y[r · stride + c] = Σᵢ values[i · row_count + r] · panel[places[i]][c]`; the first `columns` columns
/// are written. With a `gate`, which all rows share, 0 is written where its number is not above 0.
void vk_multiply_gathered(const int32_t *places, const float *values, long count, long row_count,
                          const float *panel, const float *gate, long columns, float *y, long stride);

#endif
