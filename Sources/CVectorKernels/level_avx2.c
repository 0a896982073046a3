// The kernels for processors with AVX2.
#include "CVectorKernels.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define VK_NAME(name) name##_avx2
#define VK_LANES 8
#include "kernels/all.inc"
#pragma clang attribute pop
#endif
