// Numbers that are dropped by random bits.
#ifndef VK_DROPOUT_H
#define VK_DROPOUT_H

#include <stdint.h>

/// y = 0 where a number's bits are below `threshold`, and `scale` x elsewhere; y may be the memory of x.
///
/// The numbers are counted from `first`, and their bits those of `CounterRandom` with this key, two
/// numbers to a draw: how a caller cuts its numbers does not matter.
void vk_dropout(const float *x, float *y, long count, uint64_t key, uint64_t first,
                uint32_t threshold, float scale);

#endif
