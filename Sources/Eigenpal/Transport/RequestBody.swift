import EigenpalAPI

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a request sends: bytes at once, or a stream of them.
///
/// ```swift
/// try await client.send(method: "POST", path: "/api/v1/agents", body: .json(["name": "Invoice", "slug": "invoice"]))
/// ```
public struct RequestBody: Sendable {
    /// The media type; no header where nil.
    public var contentType: String?
    let source: Source

    enum Source: Sendable {
        case bytes([UInt8])
        case chunks(length: Int64?, any AsyncSequence<[UInt8], any Error> & Sendable)
    }

    /// Bytes that are in memory.
    public static func bytes(_ bytes: [UInt8], contentType: String?) -> RequestBody {
        RequestBody(contentType: contentType, source: .bytes(bytes))
    }

    /// A value as JSON, its keys in order.
    ///
    /// - Throws: ``EigenpalError/invalidArgument(_:)`` where the value has no JSON form, such as a number that is
    ///   infinite.
    public static func json(_ value: some Encodable) throws(EigenpalError) -> RequestBody {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return .bytes(Array(try encoder.encode(value)), contentType: "application/json")
        } catch {
            throw .invalidArgument("the value to send has no JSON form")
        }
    }

    /// Bytes as they come, never all of them in memory.
    ///
    /// - Parameters:
    ///   - chunks: the bytes. An error that it throws fails the request.
    ///   - length: how many bytes there are in all; sent in chunks where nil.
    ///   - contentType: the media type.
    public static func stream(
        _ chunks: any AsyncSequence<[UInt8], any Error> & Sendable, length: Int64?, contentType: String?
    ) -> RequestBody {
        RequestBody(contentType: contentType, source: .chunks(length: length, chunks))
    }
}
