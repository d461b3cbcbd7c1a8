#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a server tells whoever waits for it, once its port answers: a file in JSON, mode 0600.
struct ReadyFile: Encodable {
    /// Where clients reach the server.
    let baseUrl: String
    /// The organization it serves.
    let organization: String
    /// The API key that this start made; nil on every later start.
    let apiKey: String?

    /// Writes the file, whole or not at all.
    func write(to path: String) throws(ServerError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            throw ServerError("The ready file \(path) cannot be encoded.")
        }
        try PrivateFile.write(path, contents: String(decoding: data, as: UTF8.self) + "\n")
    }
}
