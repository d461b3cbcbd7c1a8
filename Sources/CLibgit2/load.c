#include "CLibgit2.h"

#include <dlfcn.h>
#include <stddef.h>

#define TEXT_OF(value) #value
#define TEXT(value) TEXT_OF(value)

#ifdef __APPLE__
#define LIBGIT2_FILE "libgit2." TEXT(LIBGIT2_VER_MAJOR) "." TEXT(LIBGIT2_VER_MINOR) ".dylib"
#else
#define LIBGIT2_FILE "libgit2.so." TEXT(LIBGIT2_VER_MAJOR) "." TEXT(LIBGIT2_VER_MINOR)
#endif

static libgit2_functions functions;

const libgit2_functions *libgit2_table(void) { return &functions; }

const char *libgit2_load(void) {
    // Only the very version of the headers: the layout of the option structures differs between versions.
    void *library = dlopen(LIBGIT2_FILE, RTLD_LAZY | RTLD_LOCAL);
    if (!library) return dlerror();
#define LIBGIT2_RESOLVE(name) \
    functions.name = (__typeof__(functions.name))dlsym(library, #name); \
    if (!functions.name) return #name " is not in " LIBGIT2_FILE;
    LIBGIT2_FUNCTIONS(LIBGIT2_RESOLVE)
    LIBGIT2_RESOLVE(git_libgit2_opts)
    return NULL;
}

int libgit2_trust_certificate_file(const char *path) {
    return functions.git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, path, NULL);
}

int libgit2_verify_hashes(int enabled) {
    return functions.git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, enabled);
}

int libgit2_cache_object_limit(git_object_t type, size_t bytes) {
    return functions.git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, type, bytes);
}
