// What the address sanitizer has to be told of C stacks that are not the system's; nothing in other
// builds.
#ifndef VM_SANITIZE_H
#define VM_SANITIZE_H

#include <sanitizer/asan_interface.h> // macros that do nothing in other builds, and __has_feature
#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER 1
#endif

// A C stack as the sanitizer knows it: `fake` is its own, while the stack is not in use.
typedef struct {
    void *fake;
    const void *low;
    size_t size;
} SanitizerStack;

#ifdef ADDRESS_SANITIZER
// Just before `from` is left for `to`.
static inline void sanitizer_leave(SanitizerStack *from, const SanitizerStack *to) {
    __sanitizer_start_switch_fiber(&from->fake, to->low, to->size);
}
// Just after, on `to`: where `from` lies is told now, for the first stack was made by nobody here.
static inline void sanitizer_arrive(SanitizerStack *from, const SanitizerStack *to) {
    __sanitizer_finish_switch_fiber(to->fake, &from->low, &from->size);
}
#else
static inline void sanitizer_leave(SanitizerStack *from, const SanitizerStack *to) {
    (void)from, (void)to;
}
static inline void sanitizer_arrive(SanitizerStack *from, const SanitizerStack *to) {
    (void)from, (void)to;
}
#endif

// Of a stack that is given back: functions that never returned left their marks on it.
static inline void sanitizer_forget(const void *memory, size_t size) {
    ASAN_UNPOISON_MEMORY_REGION(memory, size);
    (void)memory, (void)size;
}

#endif
