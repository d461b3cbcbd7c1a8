#define _GNU_SOURCE

#include "CProcess.h"

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#endif

void eigenpal_forbid_core_dumps(void) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

void eigenpal_keep_memory(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
#endif
}

const void *eigenpal_memmem(const void *text, size_t length, const void *wanted, size_t wanted_length) {
    return memmem(text, length, wanted, wanted_length);
}

#ifdef __linux__

ssize_t eigenpal_copy_file_range(int from, int to, size_t length) {
    return copy_file_range(from, NULL, to, NULL, length, 0);
}

#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

const int eigenpal_O_PATH = O_PATH;

int eigenpal_pipe(int ends[2], int flags) {
    return pipe2(ends, flags | O_CLOEXEC);
}

int eigenpal_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

int eigenpal_pidfd_open(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

static void eigenpal_close_between(unsigned int first, unsigned int last) {
    if (first > last || syscall(SYS_close_range, first, last, 0) == 0) return;
    struct rlimit limit;
    unsigned int end = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 65536
        ? (unsigned int)limit.rlim_cur : 65536;
    for (unsigned int each = first; each <= last && each < end; each++) close((int)each);
}

/* What happens between fork and exec: only calls that are safe there, since other threads may have held locks. */
static int eigenpal_become(const struct eigenpal_program *program, pid_t caller, int status) {
    if (setsid() < 0) return errno;
    if (program->dies_with_caller) {
        if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return errno;
        /* It may have gone before the line above. */
        if (getppid() != caller) _exit(127);
    }
    /* The kernel's own form of it, all zeros for the usual: the C library keeps its signals 32 and 33 from everybody, and
       a program may have been started with them ignored. */
    const char usual[64] = {0};
    for (int number = 1; number < NSIG; number++) syscall(SYS_rt_sigaction, number, usual, 0, 8);
    if (program->input >= 0 && dup2(program->input, 0) < 0) return errno;
    if (program->output >= 0 && dup2(program->output, 1) < 0) return errno;
    if (program->error >= 0 && dup2(program->error, 2) < 0) return errno;
    eigenpal_close_between(3, (unsigned int)status - 1);
    eigenpal_close_between((unsigned int)status + 1, ~0U);
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return errno;
    if (program->file_size >= 0) {
        struct rlimit size = {(rlim_t)program->file_size, (rlim_t)program->file_size};
        /* A limit that is lower already stays. */
        struct rlimit present;
        if (getrlimit(RLIMIT_FSIZE, &present) == 0 && present.rlim_max < size.rlim_max)
            size.rlim_max = size.rlim_cur = present.rlim_max;
        if (setrlimit(RLIMIT_FSIZE, &size) != 0) return errno;
    }
    if (program->directory && chdir(program->directory) != 0) return errno;
    sigset_t nothing;
    sigemptyset(&nothing);
    sigprocmask(SIG_SETMASK, &nothing, 0);
    /* A file that was just written may still be open for writing in the copy of some process that is about to become
       another program. */
    for (int attempt = 0; attempt < 50; attempt++) {
        execve(program->path, program->arguments, program->environment);
        if (errno != ETXTBSY) break;
        struct timespec pause = {0, 20000000};
        nanosleep(&pause, 0);
    }
    return errno;
}

int eigenpal_start(const struct eigenpal_program *program, pid_t *started) {
    int ends[2];
    if (eigenpal_pipe(ends, 0) != 0) return errno;
    /* Above the standard descriptors, which the program gets. */
    int status = fcntl(ends[1], F_DUPFD_CLOEXEC, 3);
    int failure = status < 0 ? errno : 0;
    close(ends[1]);
    if (failure) {
        close(ends[0]);
        return failure;
    }
    /* No handler of the caller's runs in the copy of it. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t caller = getpid();
    pid_t child = fork();
    if (child == 0) {
        int code = eigenpal_become(program, caller, status);
        (void)!write(status, &code, sizeof code);
        _exit(127);
    }
    failure = child < 0 ? errno : 0;
    pthread_sigmask(SIG_SETMASK, &before, 0);
    close(status);
    if (!failure) {
        ssize_t count;
        do count = read(ends[0], &failure, sizeof failure); while (count < 0 && errno == EINTR);
        if (count != sizeof failure) failure = 0;
        *started = child;
    }
    close(ends[0]);
    return failure;
}

#endif
