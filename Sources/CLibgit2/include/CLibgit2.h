#ifndef CLIBGIT2_H
#define CLIBGIT2_H

#include <git2.h>
#include <git2/sys/repository.h>
#include <git2/sys/stream.h>

// The functions of libgit2 that are used, each typed by libgit2's own headers. They are found when the library is
// first needed: linking it would load it, and the 17 libraries it brings along, at every start.
#define LIBGIT2_FUNCTIONS(FUNCTION) \
    FUNCTION(git_libgit2_init) \
    FUNCTION(git_libgit2_version) \
    FUNCTION(git_error_last) \
    FUNCTION(git_error_clear) \
    FUNCTION(git_error_set_str) \
    FUNCTION(git_stream_register) \
    FUNCTION(git_repository_open) \
    FUNCTION(git_repository_open_ext) \
    FUNCTION(git_repository_init_ext) \
    FUNCTION(git_repository_init_options_init) \
    FUNCTION(git_repository_free) \
    FUNCTION(git_repository_path) \
    FUNCTION(git_repository_commondir) \
    FUNCTION(git_repository_workdir) \
    FUNCTION(git_repository_is_bare) \
    FUNCTION(git_repository_is_shallow) \
    FUNCTION(git_repository_is_empty) \
    FUNCTION(git_repository_head) \
    FUNCTION(git_repository_head_unborn) \
    FUNCTION(git_repository_head_detached) \
    FUNCTION(git_repository_config) \
    FUNCTION(git_repository_config_snapshot) \
    FUNCTION(git_repository_index) \
    FUNCTION(git_repository_set_head) \
    FUNCTION(git_repository_odb) \
    FUNCTION(git_repository_state) \
    FUNCTION(git_repository_set_index) \
    FUNCTION(git_repository_hashfile) \
    FUNCTION(git_index_open) \
    FUNCTION(git_index_get_bypath) \
    FUNCTION(git_index_entrycount) \
    FUNCTION(git_index_get_byindex) \
    FUNCTION(git_config_get_string) \
    FUNCTION(git_config_delete_multivar) \
    FUNCTION(git_config_set_string) \
    FUNCTION(git_config_delete_entry) \
    FUNCTION(git_config_free) \
    FUNCTION(git_config_open_level) \
    FUNCTION(git_config_multivar_iterator_new) \
    FUNCTION(git_config_set_multivar) \
    FUNCTION(git_buf_dispose) \
    FUNCTION(git_reference_lookup) \
    FUNCTION(git_reference_free) \
    FUNCTION(git_reference_name) \
    FUNCTION(git_reference_type) \
    FUNCTION(git_reference_target) \
    FUNCTION(git_reference_symbolic_target) \
    FUNCTION(git_reference_resolve) \
    FUNCTION(git_reference_create) \
    FUNCTION(git_reference_create_matching) \
    FUNCTION(git_reference_delete) \
    FUNCTION(git_reference_iterator_glob_new) \
    FUNCTION(git_reference_next) \
    FUNCTION(git_reference_iterator_free) \
    FUNCTION(git_reference_name_is_valid) \
    FUNCTION(git_reference_name_to_id) \
    FUNCTION(git_reference_symbolic_create) \
    FUNCTION(git_object_lookup) \
    FUNCTION(git_object_type) \
    FUNCTION(git_object_free) \
    FUNCTION(git_object_id) \
    FUNCTION(git_object_peel) \
    FUNCTION(git_revparse_single) \
    FUNCTION(git_odb_read) \
    FUNCTION(git_odb_object_data) \
    FUNCTION(git_odb_object_free) \
    FUNCTION(git_odb_object_size) \
    FUNCTION(git_odb_object_type) \
    FUNCTION(git_odb_read_header) \
    FUNCTION(git_odb_free) \
    FUNCTION(git_tag_lookup) \
    FUNCTION(git_tag_free) \
    FUNCTION(git_tag_target_id) \
    FUNCTION(git_tag_target_type) \
    FUNCTION(git_tag_tagger) \
    FUNCTION(git_tag_message) \
    FUNCTION(git_tag_create) \
    FUNCTION(git_tag_annotation_create) \
    FUNCTION(git_tag_name_is_valid) \
    FUNCTION(git_commit_lookup) \
    FUNCTION(git_commit_free) \
    FUNCTION(git_commit_tree_id) \
    FUNCTION(git_commit_parentcount) \
    FUNCTION(git_commit_parent_id) \
    FUNCTION(git_commit_author) \
    FUNCTION(git_commit_committer) \
    FUNCTION(git_commit_message) \
    FUNCTION(git_commit_summary) \
    FUNCTION(git_commit_create) \
    FUNCTION(git_commit_id) \
    FUNCTION(git_revwalk_new) \
    FUNCTION(git_revwalk_free) \
    FUNCTION(git_revwalk_sorting) \
    FUNCTION(git_revwalk_push) \
    FUNCTION(git_revwalk_hide) \
    FUNCTION(git_revwalk_next) \
    FUNCTION(git_graph_descendant_of) \
    FUNCTION(git_graph_ahead_behind) \
    FUNCTION(git_tree_lookup) \
    FUNCTION(git_tree_free) \
    FUNCTION(git_tree_entrycount) \
    FUNCTION(git_tree_entry_byindex) \
    FUNCTION(git_tree_entry_name) \
    FUNCTION(git_tree_entry_id) \
    FUNCTION(git_tree_entry_filemode) \
    FUNCTION(git_tree_entry_bypath) \
    FUNCTION(git_tree_entry_free) \
    FUNCTION(git_tree_create_updated) \
    FUNCTION(git_treebuilder_new) \
    FUNCTION(git_treebuilder_write) \
    FUNCTION(git_treebuilder_free) \
    FUNCTION(git_blob_lookup) \
    FUNCTION(git_blob_free) \
    FUNCTION(git_blob_rawcontent) \
    FUNCTION(git_blob_rawsize) \
    FUNCTION(git_blob_create_from_buffer) \
    FUNCTION(git_blob_create_from_workdir) \
    FUNCTION(git_status_options_init) \
    FUNCTION(git_status_list_new) \
    FUNCTION(git_status_list_free) \
    FUNCTION(git_status_list_entrycount) \
    FUNCTION(git_status_byindex) \
    FUNCTION(git_ignore_path_is_ignored) \
    FUNCTION(git_index_new) \
    FUNCTION(git_index_free) \
    FUNCTION(git_index_read) \
    FUNCTION(git_index_read_tree) \
    FUNCTION(git_index_add) \
    FUNCTION(git_index_add_bypath) \
    FUNCTION(git_index_remove_bypath) \
    FUNCTION(git_index_write) \
    FUNCTION(git_index_write_tree_to) \
    FUNCTION(git_index_has_conflicts) \
    FUNCTION(git_index_conflict_iterator_new) \
    FUNCTION(git_index_conflict_next) \
    FUNCTION(git_index_conflict_iterator_free) \
    FUNCTION(git_merge_options_init) \
    FUNCTION(git_merge_commits) \
    FUNCTION(git_checkout_options_init) \
    FUNCTION(git_checkout_tree) \
    FUNCTION(git_checkout_head) \
    FUNCTION(git_signature_new) \
    FUNCTION(git_signature_free) \
    FUNCTION(git_signature_default) \
    FUNCTION(git_remote_list) \
    FUNCTION(git_remote_lookup) \
    FUNCTION(git_remote_free) \
    FUNCTION(git_remote_name) \
    FUNCTION(git_remote_url) \
    FUNCTION(git_remote_pushurl) \
    FUNCTION(git_remote_create) \
    FUNCTION(git_remote_set_url) \
    FUNCTION(git_remote_create_anonymous) \
    FUNCTION(git_remote_init_callbacks) \
    FUNCTION(git_fetch_options_init) \
    FUNCTION(git_push_options_init) \
    FUNCTION(git_remote_connect_options_init) \
    FUNCTION(git_remote_fetch) \
    FUNCTION(git_remote_push) \
    FUNCTION(git_remote_connect_ext) \
    FUNCTION(git_remote_disconnect) \
    FUNCTION(git_remote_ls) \
    FUNCTION(git_remote_download) \
    FUNCTION(git_remote_stats) \
    FUNCTION(git_proxy_options_init) \
    FUNCTION(git_strarray_dispose) \
    FUNCTION(git_credential_userpass_plaintext_new)

typedef struct {
#define LIBGIT2_FIELD(name) __typeof__(name) *name;
    LIBGIT2_FUNCTIONS(LIBGIT2_FIELD)
#undef LIBGIT2_FIELD
    __typeof__(git_libgit2_opts) *git_libgit2_opts;
} libgit2_functions;

/// Loads libgit2 and fills the table; answers NULL when all of it is there, else the loader's word for what is not.
/// Not safe to call from two threads at once: the one caller is a Swift static, which is made once.
const char *libgit2_load(void);

/// The table, filled by `libgit2_load`.
const libgit2_functions *libgit2_table(void);

/// Has libgit2 trust the certificate authorities in this PEM file, for the whole process. (`git_libgit2_opts` is
/// variadic, which Swift cannot call.)
int libgit2_trust_certificate_file(const char *path);

/// Has libgit2 verify object hashes as it reads, or not, for the whole process.
int libgit2_verify_hashes(int enabled);

/// Sets how many bytes of an object of this type the cache keeps, for the whole process.
int libgit2_cache_object_limit(git_object_t type, size_t bytes);

/// How a connection that failed ended, where libgit2's own words do not tell.
typedef enum {
    LIBGIT2_CONNECTION_UNTOLD,
    /// It would have gone to another server than the rules name.
    LIBGIT2_CONNECTION_REFUSED,
    /// The caller cancelled it.
    LIBGIT2_CONNECTION_CANCELLED,
    /// The proxy could not be connected to.
    LIBGIT2_CONNECTION_PROXY_AWAY,
    /// The proxy wanted credentials, or other ones.
    LIBGIT2_CONNECTION_PROXY_REFUSED,
} libgit2_connection_outcome;

/// Where the calling thread's connections may go, and how long they may take.
typedef struct {
    /// The one server to speak with; NULL allows any. An IPv6 address stands without brackets.
    const char *host;
    const char *port;
    /// The proxy to reach it through; NULL for none.
    const char *proxy_host;
    const char *proxy_port;
    /// The longest that a connection may be silent.
    int timeout_milliseconds;
    /// Asked while waiting; not 0 ends the wait.
    int (*is_cancelled)(void *payload);
    void *payload;
    libgit2_connection_outcome outcome;
} libgit2_connection_rules;

/// Has libgit2 open connections by these rules on the calling thread from now on; NULL for by none. They must live
/// until then.
void libgit2_set_connection_rules(libgit2_connection_rules *rules);

/// Has libgit2 use sockets that keep the rules, for the whole process.
int libgit2_use_own_sockets(void);

#endif
