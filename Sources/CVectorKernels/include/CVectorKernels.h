// Loops over numbers that use the processor's vector units.
//
// Every function is compiled three times, for processors with AVX-512, with AVX2, and with neither;
// which is called is settled once, when the program is loaded. Results do not depend on how a caller
// cuts its numbers into pieces, as long as it cuts them by fixed sizes.
#ifndef C_VECTOR_KERNELS_H
#define C_VECTOR_KERNELS_H

#include "vk_attention.h"
#include "vk_convolution.h"
#include "vk_cross_entropy.h"
#include "vk_dropout.h"
#include "vk_elementwise.h"
#include "vk_gathered.h"
#include "vk_gramian.h"
#include "vk_layer_norm.h"
#include "vk_mixture.h"
#include "vk_pack.h"
#include "vk_pooling.h"
#include "vk_program.h"
#include "vk_rows.h"
#include "vk_updates.h"

/// What the kernels in use are compiled for: "avx512", "avx2" or "baseline".
const char *vk_level(void);

/// Tells the processor that the calling thread waits actively.
static inline void vk_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// The functions of one level, by name.
typedef struct vk_kernels {
  const char *level;
#define VK_FUNCTION(result, name, parameters, arguments) result(*name) parameters;
#include "../kernels/functions.inc"
#undef VK_FUNCTION
} vk_kernels;

/// How many levels this processor has.
long vk_level_count(void);

/// The functions of a level: 0 is the baseline, the last is the one in use.
const vk_kernels *vk_kernels_at(long level);

#endif
