// The kernels for processors with neither AVX2 nor AVX-512.
#include "CVectorKernels.h"
#define VK_NAME(name) name##_baseline
#define VK_LANES 4
#include "kernels/all.inc"
