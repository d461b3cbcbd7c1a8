#include <sodium.h>

#ifdef __linux__
#include <sys/prctl.h>

/* prctl takes variable arguments, which Swift cannot pass. */
static inline int eigenpal_forbid_dumps(void) {
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
#endif
