import CLibsodium

/// libsodium, made ready the first time something here needs it and never at start: `sodium_init` takes
/// milliseconds.
enum Sodium {
    private static let isReady = sodium_init() >= 0

    /// Makes libsodium ready; later calls cost nothing.
    ///
    /// - Throws: ``SealingError/unavailable`` when it has no source of randomness.
    static func prepare() throws(SealingError) {
        guard isReady else { throw .unavailable }
    }
}

/// Why memory for a secret could not be had.
public enum SealingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// libsodium did not start: the system gives it no randomness.
    case unavailable
    /// The system has no memory for this many bytes.
    case outOfMemory(bytes: Int)

    /// What happened, in one sentence.
    public var description: String {
        switch self {
        case .unavailable: "libsodium could not start: the system gives it no random numbers"
        case .outOfMemory(let bytes): "there is no memory for a secret of \(bytes) bytes"
        }
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
