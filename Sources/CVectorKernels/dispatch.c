// Chooses the level of the kernels, once, when the program is loaded.
#include "CVectorKernels.h"

#define VK_FUNCTION(result, name, parameters, arguments) \
  result name##_baseline parameters;                     \
  result name##_avx2 parameters;                         \
  result name##_avx512 parameters;
#include "kernels/functions.inc"
#undef VK_FUNCTION

static const vk_kernels levels[] = {
    {
        "baseline",
#define VK_FUNCTION(result, name, parameters, arguments) name##_baseline,
#include "kernels/functions.inc"
#undef VK_FUNCTION
    },
#if defined(__x86_64__)
    {
        "avx2",
#define VK_FUNCTION(result, name, parameters, arguments) name##_avx2,
#include "kernels/functions.inc"
#undef VK_FUNCTION
    },
    {
        "avx512",
#define VK_FUNCTION(result, name, parameters, arguments) name##_avx512,
#include "kernels/functions.inc"
#undef VK_FUNCTION
    },
#endif
};

static long level_count = 1;
static const vk_kernels *chosen = &levels[0];

#if defined(__x86_64__)
__attribute__((constructor)) static void choose_level(void) {
  __builtin_cpu_init();
  const int has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const int has_avx512 = has_avx2 && __builtin_cpu_supports("avx512f") &&
                         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                         __builtin_cpu_supports("avx512vl");
  level_count = has_avx512 ? 3 : has_avx2 ? 2 : 1;
  chosen = &levels[level_count - 1];
}
#endif

#define VK_FUNCTION(result, name, parameters, arguments) \
  result name parameters { return chosen->name arguments; }
#include "kernels/functions.inc"
#undef VK_FUNCTION

const char *vk_level(void) { return chosen->level; }

long vk_level_count(void) { return level_count; }

const vk_kernels *vk_kernels_at(long level) {
  return level >= 0 && level < level_count ? &levels[level] : 0;
}

float *vk_pack_buffer(void) {
  static _Thread_local float buffer[vk_pack_capacity] __attribute__((aligned(64)));
  return buffer;
}
