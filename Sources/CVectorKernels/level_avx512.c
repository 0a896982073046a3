// The kernels for processors with AVX512.
#include "CVectorKernels.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c"))), apply_to = function)
#define VK_NAME(name) name##_avx512
#define VK_LANES 16
#include "kernels/all.inc"
#pragma clang attribute pop
#endif
