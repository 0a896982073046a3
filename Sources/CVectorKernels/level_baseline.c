// The kernels for processors with neither AVX2 nor AVX-512.
#include "CVectorKernels.h"
#define VK_NAME(name) name##_baseline
#include "kernels/all.inc"
