#ifndef EIGENPAL_CPROCESS_H
#define EIGENPAL_CPROCESS_H

#include <stddef.h>
#include <sys/types.h>

/* Keeps this process and those it starts from leaving a core dump, and others of the same user from reading its memory.
   prctl takes variable arguments, which Swift cannot pass. */
void eigenpal_forbid_core_dumps(void);

/* Lets freed memory of up to 4 MiB a piece be used again and not go back to the system, which would hand it out once more
   page by page: a program that lives for milliseconds takes a quarter less of them. Swift does not see mallopt. */
void eigenpal_keep_memory(void);

/* The first place of some bytes in others; NULL where they are not there. */
const void *eigenpal_memmem(const void *text, size_t length, const void *wanted, size_t wanted_length);

#ifdef __linux__

/* Copies from one file to the other at their offsets, within the file system where that can be; as copy_file_range(2). */
ssize_t eigenpal_copy_file_range(int from, int to, size_t length);

/* The flag of open that names a file without opening it. */
extern const int eigenpal_O_PATH;

/* A pipe that programs which are started do not inherit. */
int eigenpal_pipe(int ends[2], int flags);

/* Makes this process the parent of every process below it whose own parent has gone. */
int eigenpal_become_subreaper(void);

/* A descriptor that becomes readable when the process ends; -1 on a system without such descriptors. */
int eigenpal_pidfd_open(pid_t process);

/* A program to start. The strings and lists are the caller's. */
struct eigenpal_program {
    const char *path;
    char *const *arguments;
    char *const *environment;
    /* Where it starts; NULL for the caller's own directory. */
    const char *directory;
    /* What it gets as standard input, output and error, each from 3 upwards; -1 leaves what the caller has. */
    int input, output, error;
    /* The most bytes of a file that it may write; negative for no limit. */
    long long file_size;
    /* Whether it gets SIGKILL when the thread that started it ends. */
    int dies_with_caller;
};

/* Starts a program in a session and process group of its own, with no descriptor but the three and no core dumps.
   posix_spawn can set neither limits nor the signal at the caller's end, and Swift cannot call fork.
   Answers 0, or why it could not be started as a value of errno. */
int eigenpal_start(const struct eigenpal_program *program, pid_t *started);

#endif

#endif
