// The loss of a classification, row by row, without its probabilities in between.
//
// A matrix is `row_count` rows of `count` scores without gaps; a target is the number of a class. One
// that is none gives a loss that is not a number, and no gradient.
#ifndef VK_CROSS_ENTROPY_H
#define VK_CROSS_ENTROPY_H

/// y[r] = log(the sum of exp(x)) - x[target] of each row.
void vk_cross_entropy(const float *x, const float *targets, long row_count, long count, float *y);

/// y = u[r] (softmax(x) - 1 at the target) of each row.
void vk_cross_entropy_gradient(const float *u, const float *x, const float *targets, long row_count,
                               long count, float *y);

#endif
