import Crypto
import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The key that wraps the organization's keys, 32 bytes: from `EIGENPAL_MASTER_KEY` in base64, or from a file in
/// the data directory that nobody but its owner can read.
public struct MasterKey: Sendable {
    /// The environment variable that comes before the file.
    public static let environmentName = "EIGENPAL_MASTER_KEY"

    let key: SymmetricKey

    init(bytes: [UInt8]) { key = SymmetricKey(data: bytes) }

    /// Reads the key of a data directory.
    ///
    /// - Throws: when there is none, when others could read it, or when it is not 32 bytes in base64.
    public static func load(
        _ directory: DataDirectory, environment: [String: String]
    ) throws(ServerError) -> MasterKey {
        if let text = environment[environmentName] { return try parse(text, from: environmentName) }
        guard let text = try PrivateFile.read(directory.masterKey, limit: 1_024) else {
            throw ServerError(
                "There is no master key: \(directory.masterKey) does not exist and \(environmentName) is not set.",
                next:
                    "Put the key back from its backup; without it the organization's secrets cannot be read.")
        }
        return try parse(text, from: directory.masterKey)
    }

    /// Reads the key of a data directory, making a random one where there is none yet.
    public static func loadOrCreate(
        _ directory: DataDirectory, environment: [String: String]
    ) throws(ServerError) -> MasterKey {
        if environment[environmentName] == nil, !PrivateFile.exists(directory.masterKey) {
            let key = SymmetricKey(size: .bits256)
            let text = key.withUnsafeBytes { Data($0).base64EncodedString() }
            try PrivateFile.createIfMissing(directory.masterKey, contents: text + "\n")
        }
        return try load(directory, environment: environment)
    }

    private static func parse(_ text: String, from source: String) throws(ServerError) -> MasterKey {
        let trimmed = String(
            text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        guard let bytes = Data(base64Encoded: trimmed), bytes.count == 32 else {
            throw ServerError(
                "The master key in \(source) is not 32 bytes in base64.",
                next: "Put the key back from its backup, or make one for new data: openssl rand -base64 32")
        }
        return MasterKey(bytes: Array(bytes))
    }
}
