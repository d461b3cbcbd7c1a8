#ifndef CLIBGIT2_H
#define CLIBGIT2_H

#include <git2.h>

#define LIBGIT2_FUNCTIONS(FUNCTION) \
    FUNCTION(git_libgit2_init) \
    FUNCTION(git_repository_open) \
    FUNCTION(git_repository_free) \
    FUNCTION(git_error_last)

typedef struct {
#define LIBGIT2_FIELD(name) __typeof__(name) *name;
    LIBGIT2_FUNCTIONS(LIBGIT2_FIELD)
#undef LIBGIT2_FIELD
    __typeof__(git_libgit2_opts) *git_libgit2_opts;
} libgit2_functions;

/// Loads libgit2 and fills `functions`; answers NULL, or what could not be loaded.
const char *libgit2_load(libgit2_functions *functions);

#endif
