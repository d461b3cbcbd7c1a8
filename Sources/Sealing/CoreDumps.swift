import CLibsodium
import Glibc

/// What the system writes to disk when a process crashes.
public enum CoreDumps {
    /// Keeps this process from leaving a core dump, and other processes of the same user from reading its memory.
    ///
    /// Called before a secret is read. It cannot be undone and does no harm when called again.
    public static func disable() {
        var limit = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        _ = eigenpal_forbid_dumps()
    }
}
