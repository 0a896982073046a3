// The largest number of each square of two by two: the pool that nearly every network has.
#ifndef VK_POOLING_H
#define VK_POOLING_H

/// For `row_count` pairs of rows of `width` numbers, the largest number of each square. A number that is
/// none (NaN) is the largest of its square. `width` is at least 2; a last odd column is left out.
void vk_max_pool(const float *source, long width, long row_count, float *result);

/// For `row_count` pairs of rows, puts each number of `upstream` where the first largest number of its
/// square lies, and zeros elsewhere. All of the pairs' numbers are written.
void vk_max_pool_scatter(const float *source, const float *upstream, long width, long row_count,
                         float *result);

#endif
