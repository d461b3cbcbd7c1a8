#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The directory of hooks that `git receive-pack` runs, and the lock that it holds meanwhile.
///
/// The rules for a push are checked by the pre-receive hook, after git has taken the objects into quarantine and before
/// it moves any reference. Between the two no other push may come, or a tag could be judged against a `main` that is
/// another by the time the tag is written. So the hook takes an exclusive `flock`; but the hook ends before git writes
/// the references, and the lock has to outlive it.
///
/// A `flock` belongs to the open file, not to the process: it goes when the last descriptor of that opening is closed.
/// ``openingLock`` opens the lock file as descriptor 9 of the process that becomes `receive-pack`; the hook inherits
/// the descriptor and locks it; the hook's end closes one of the two, and the lock stays until `receive-pack` ends, its
/// references written or refused. The upload of the objects, which can take minutes, is before the hook, and free.
/// Nothing that outlives `receive-pack` may inherit the descriptor: `receive.autogc` is off for that reason, too.
enum GitHooks {
    /// The descriptor of the lock file in `receive-pack` and in its hooks.
    static let lockDescriptor: Int32 = 9

    /// A shell script: opens its first argument as the lock's descriptor and becomes the rest of its arguments.
    static let openingLock = #"umask 077; exec 9>>"$1" || exit 1; shift; exec "$@""#

    /// Writes the hooks, which call back the server's executable.
    ///
    /// - Parameters:
    ///   - directory: where they are written; made if it is not there.
    ///   - executable: the absolute path of `eigenpal-server`.
    ///   - scans: whether pushes are searched for secrets.
    static func write(to directory: String, executable: String, scans: Bool) throws(ServerError) {
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
            throw ServerError("\(directory) cannot be made: \(String(cString: strerror(errno))).")
        }
        let hook = path(in: directory)
        try PrivateFile.write(hook, contents: script(executable: executable, scans: scans))
        guard chmod(hook, 0o700) == 0 else {
            throw ServerError("\(hook) cannot be made executable: \(String(cString: strerror(errno))).")
        }
        guard areUsable(directory) else {
            throw ServerError(
                "\(hook) may not be executed where it is, and without it the rules for a push would not be kept.",
                next: "Put the data folder on a file system that is not mounted with noexec.")
        }
    }

    /// Whether the hook is there and may be executed. Git passes over one that is not, and over the rules with it.
    static func areUsable(_ directory: String) -> Bool { access(path(in: directory), X_OK) == 0 }

    private static func path(in directory: String) -> String { "\(directory)/pre-receive" }

    private static func script(executable: String, scans: Bool) -> String {
        """
        #!/bin/sh
        # Written by eigenpal-server at its start; changes are lost.
        exec \(quoted(executable)) hook pre-receive\(scans ? " --scan" : "")

        """
    }

    /// A word for the shell: in single quotes, within which only the quote itself means anything.
    static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
