#include <sodium.h>

#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

/* prctl takes variable arguments, which Swift cannot pass. */
static inline int eigenpal_forbid_dumps(void) {
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* Swift's view of the C library leaves this one out. */
static inline int eigenpal_memory_file(const char *name) {
    return (int)syscall(SYS_memfd_create, name, 0);
}

/* Whether a directory lies in memory: tmpfs or ramfs, by the kernel's magic numbers. */
static inline int eigenpal_lies_in_memory(const char *path) {
    struct statfs status;
    if (statfs(path, &status) != 0) return 0;
    return (unsigned long)status.f_type == 0x01021994UL || (unsigned long)status.f_type == 0x858458F6UL;
}
#endif
