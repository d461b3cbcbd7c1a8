#include "CLibgit2.h"

#include <dlfcn.h>
#include <stddef.h>

const char *libgit2_load(libgit2_functions *functions) {
    void *library = dlopen("libgit2.so.1.5", RTLD_NOW | RTLD_LOCAL);
    if (!library) return dlerror();
#define LIBGIT2_RESOLVE(name) \
    functions->name = (__typeof__(functions->name))dlsym(library, #name); \
    if (!functions->name) return #name;
    LIBGIT2_FUNCTIONS(LIBGIT2_RESOLVE)
    LIBGIT2_RESOLVE(git_libgit2_opts)
    return NULL;
}
