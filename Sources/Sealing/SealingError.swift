/// Why something could not be sealed, opened or kept in guarded memory. No case holds anything of a secret.
public enum SealingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// libsodium did not start: the system gives it no randomness.
    case unavailable
    /// The system has no memory for this many bytes.
    case outOfMemory(bytes: Int)
    /// What was read is not what was once written, for the reason given: changed, cut short, moved, or made for
    /// another key.
    case damaged(String)
    /// The key file is of a later version of its format.
    case unknownVersion
    /// The passphrase is not the one that locks the key.
    case wrongPassphrase
    /// A passphrase of no bytes locks nothing.
    case emptyPassphrase
    /// A passphrase locks the key, and none was given.
    case locked
    /// A passphrase was given, and none locks the key.
    case notLocked
    /// The secret key is not the one of this key file.
    case wrongKey
    /// More records than a page may have, or more bytes.
    case tooLarge

    /// What happened, in one sentence.
    public var description: String {
        switch self {
        case .unavailable: "libsodium could not start: the system gives it no random numbers"
        case .outOfMemory(let bytes): "there is no memory for a secret of \(bytes) bytes"
        case .damaged(let reason): "the data is damaged: \(reason)"
        case .unknownVersion: "the key file was written by a later version of this program"
        case .wrongPassphrase: "the passphrase is not the right one"
        case .emptyPassphrase: "the passphrase is empty"
        case .locked: "the key is locked by a passphrase"
        case .notLocked: "the key is not locked by a passphrase"
        case .wrongKey: "the secret key belongs to another key file"
        case .tooLarge:
            "a page holds at most \(SealedPage.maximumRecords) secrets and \(SealedPage.maximumSize >> 20) MiB"
        }
    }
}
