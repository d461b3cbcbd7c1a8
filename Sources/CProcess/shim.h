#include <sys/resource.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

/* Keeps this process and those it starts from leaving a core dump, and others of the same user from reading its memory.
   prctl takes variable arguments, which Swift cannot pass. */
static inline void eigenpal_forbid_core_dumps(void) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}
