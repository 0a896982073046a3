// Chooses the level of the kernels, once, when the program is loaded.
#include "CVectorKernels.h"

#define VK_FUNCTION(result, name, parameters, arguments) \
  result name##_baseline parameters;                     \
  result name##_avx2 parameters;                         \
  result name##_avx512 parameters;                       \
  static result(*name##_chosen) parameters = name##_baseline;
#include "kernels/functions.inc"
#undef VK_FUNCTION

static const char *chosen_level = "baseline";

#if defined(__x86_64__)
#define VK_FUNCTION(result, name, parameters, arguments) \
  name##_chosen = has_avx512 ? name##_avx512 : name##_avx2;

__attribute__((constructor)) static void choose_level(void) {
  __builtin_cpu_init();
  const int has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const int has_avx512 = has_avx2 && __builtin_cpu_supports("avx512f") &&
                         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                         __builtin_cpu_supports("avx512vl");
  if (!has_avx2) return;
  chosen_level = has_avx512 ? "avx512" : "avx2";
#include "kernels/functions.inc"
}
#undef VK_FUNCTION
#endif

#define VK_FUNCTION(result, name, parameters, arguments) \
  result name parameters { return name##_chosen arguments; }
#include "kernels/functions.inc"
#undef VK_FUNCTION

const char *vk_level(void) { return chosen_level; }

float *vk_pack_buffer(void) {
  static _Thread_local float buffer[vk_pack_capacity] __attribute__((aligned(64)));
  return buffer;
}
