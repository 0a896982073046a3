// Counts calls of the C library's allocation functions, in the stretches in which someone asks for it.
#ifndef C_ALLOCATION_COUNTER_H
#define C_ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Whether calls can be counted: not where a sanitizer owns `malloc`, nor with another C library than
/// glibc.
bool allocation_counter_is_available(void);

/// Begins to count, from where the last stretch ended.
void allocation_counter_start(void);

/// Ends the stretch.
void allocation_counter_stop(void);

/// Calls of `malloc`, `calloc`, `realloc` and their kin in all stretches so far, on all threads.
uint64_t allocation_counter_count(void);

/// Bytes that the program has allocated and not freed; 0 where that cannot be had.
size_t allocation_counter_bytes_in_use(void);

#endif
