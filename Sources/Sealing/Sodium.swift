import CLibsodium

/// libsodium, made ready the first time something here needs it and never at start: `sodium_init` chooses the code
/// for this processor and opens the source of randomness.
///
/// Of what is used here only SHA-256 is plain C without choice or state, and goes without it (``Digest``). Guarded
/// memory takes its canary and page size from it, and the other functions choose their code in it, which no other
/// thread may see half done.
enum Sodium {
    private static let isReady = sodium_init() >= 0

    /// Makes libsodium ready; later calls cost nothing.
    ///
    /// - Throws: ``SealingError/unavailable`` when it has no source of randomness.
    static func prepare() throws(SealingError) {
        guard isReady else { throw .unavailable }
    }
}

/// The libsodium that is linked.
public enum SodiumLibrary {
    /// Its version, such as `1.0.18`, once it is known to work.
    ///
    /// - Throws: ``SealingError/unavailable``.
    public static func version() throws(SealingError) -> String {
        try Sodium.prepare()
        return String(cString: sodium_version_string())
    }
}
