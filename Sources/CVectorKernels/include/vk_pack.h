// Stretches of a matrix copied together, for the products that read them again and again.
#ifndef VK_PACK_H
#define VK_PACK_H

/// How many numbers `vk_pack_buffer` holds.
enum { vk_pack_capacity = 64 * 384 };

/// Memory of the calling thread's own, aligned for the vector units; it stays for the thread's life.
float *vk_pack_buffer(void);

/// Copies a `rows × columns` stretch of a matrix to `y`, row after row without gaps.
///
/// `x` is its first number, `stride` how many numbers lie from one row to the next.
void vk_pack(const float *x, long stride, long rows, long columns, float *y);

/// Copies the transpose of a `columns × rows` stretch to `y`: `y[r][c] = x[c][r]`.
void vk_pack_transposed(const float *x, long stride, long rows, long columns, float *y);

#endif
