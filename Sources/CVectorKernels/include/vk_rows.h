// Sums and largest numbers of rows and columns, and what is made of whole rows.
//
// A matrix is `row_count` rows of `count` numbers without gaps. A result `y` may be the memory of `x`
// where both are matrices, or does not overlap.
#ifndef VK_ROWS_H
#define VK_ROWS_H

/// y[r]: the sum of a row.
void vk_sum_rows(const float *x, long row_count, long count, float *y);

/// y[c]: the sum of a column.
void vk_sum_columns(const float *x, long row_count, long count, float *y);

/// y[r]: the largest number of a row, of at least one; not a number if one of them is none.
void vk_largest_of_rows(const float *x, long row_count, long count, float *y);

/// y[c]: the same of a column.
void vk_largest_of_columns(const float *x, long row_count, long count, float *y);

/// The sum of a b, in double precision.
double vk_dot(const float *a, const float *b, long count);

/// y = y + factor x.
void vk_add_scaled(float factor, const float *x, float *y, long count);

/// y = exp(x) / (the sum of exp(x)) of each row.
void vk_softmax(const float *x, long row_count, long count, float *y);

/// y = x - log(the sum of exp(x)) of each row.
void vk_log_softmax(const float *x, long row_count, long count, float *y);

/// y = s (u - (the sum of u s)) of each row, s being a softmax; y may be the memory of u.
void vk_softmax_gradient(const float *u, const float *s, long row_count, long count, float *y);

/// y = u - exp(l) (the sum of u) of each row, l being a log softmax; y may be the memory of u.
void vk_log_softmax_gradient(const float *u, const float *l, long row_count, long count, float *y);

#endif
