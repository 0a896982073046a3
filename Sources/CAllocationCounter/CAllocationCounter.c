// The program's own `malloc` and its kin: each looks at one flag and calls glibc's.
//
// What an executable defines takes the place of the C library's function for the whole process, the
// Swift runtime and OpenBLAS among it, so nothing that allocates can be missed, and no library has to
// be preloaded. `free` is not ours: what glibc gave, glibc takes back. While nobody counts, a call
// costs one branch that is always predicted.
#include "CAllocationCounter.h"

#include <stdatomic.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define IS_SANITIZED 1
#endif
#endif

static atomic_bool is_counting;
static atomic_uint_fast64_t call_count;

void allocation_counter_start(void) { atomic_store(&is_counting, true); }
void allocation_counter_stop(void) { atomic_store(&is_counting, false); }
uint64_t allocation_counter_count(void) { return atomic_load(&call_count); }

#if defined(__linux__) && !defined(IS_SANITIZED)
#include <errno.h>
#include <malloc.h>
#endif

#if defined(__GLIBC__) && !defined(IS_SANITIZED)

bool allocation_counter_is_available(void) { return true; }

size_t allocation_counter_bytes_in_use(void) {
#if __GLIBC_PREREQ(2, 33)
  struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static inline void note(void) {
  if (__builtin_expect(atomic_load_explicit(&is_counting, memory_order_relaxed), 0)) {
    atomic_fetch_add_explicit(&call_count, 1, memory_order_relaxed);
  }
}

void *malloc(size_t size) {
  note();
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  note();
  return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  note();
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **place, size_t alignment, size_t size) {
  note();
  // A power of two, and a multiple of a pointer's size.
  if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) return EINVAL;
  void *memory = __libc_memalign(alignment, size);
  if (memory == NULL) return ENOMEM;
  *place = memory;
  return 0;
}

#else

bool allocation_counter_is_available(void) { return false; }
size_t allocation_counter_bytes_in_use(void) { return 0; }

#endif
