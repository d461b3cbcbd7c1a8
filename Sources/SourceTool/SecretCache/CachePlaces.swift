import SystemPackage

/// Where the secret cache, its key and its open session lie.
struct CachePlaces {
    /// The directory of the stores, one for each host and organization: `$XDG_CACHE_HOME/eigenpal/secrets`.
    let stores: FilePath
    /// The key file, beside the credentials.
    let keyFile: FilePath
    /// Where an opened key is kept until the user logs out, in memory and never on a disk; nil where the system gives
    /// the session no such place.
    let session: FilePath?

    init(_ context: ToolContext) {
        stores = Self.directory("XDG_CACHE_HOME", else: ".cache", context).appending("eigenpal").appending(
            "secrets")
        keyFile = context.home.appending(".config").appending("eigenpal").appending("secrets-cache.key")
        session = context.variable("XDG_RUNTIME_DIR").flatMap { text in
            let directory = FilePath(text)
            guard directory.isAbsolute, Files.kind(of: Files.resolved(directory) ?? directory) == .directory
            else { return nil }
            return directory.appending("eigenpal").appending("secrets-cache.session")
        }
    }

    // The specification of these variables says that a relative path is to be ignored.
    private static func directory(
        _ variable: String, else fallback: String, _ context: ToolContext
    ) -> FilePath {
        let set = context.variable(variable).map { FilePath($0) }
        return set.flatMap { $0.isAbsolute ? $0 : nil } ?? context.home.appending(fallback)
    }
}
