import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// A body is larger than it may be.
struct ResponseTooLarge: Error {}

extension HTTPClientResponse {
    /// The whole body.
    ///
    /// - Parameters:
    ///   - limit: how many bytes it may have.
    ///   - isStrict: whether a larger one is an error; else its first bytes are returned.
    /// - Throws: ``ResponseTooLarge``, and what reading throws.
    func collect(upTo limit: Int, orFail isStrict: Bool) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        if let length = headers.first(name: "content-length").flatMap({ Int($0) }) {
            if length > limit, isStrict { throw ResponseTooLarge() }
            bytes.reserveCapacity(min(max(length, 0), limit, 1 << 20))
        }
        for try await chunk in body {
            bytes.append(contentsOf: chunk.readableBytesView.prefix(limit - bytes.count + 1))
            if bytes.count > limit {
                if isStrict { throw ResponseTooLarge() }
                bytes.removeLast()
                return bytes
            }
        }
        // A cancelled request's body ends early, without an error of its own.
        try Task.checkCancellation()
        return bytes
    }
}

extension HTTPHeaders {
    /// The headers without NIO's types.
    var plain: [RawResponse.Header] { map { RawResponse.Header(name: $0.name, value: $0.value) } }
}

extension TimeAmount {
    /// A duration, as near as whole nanoseconds are and no longer than a century.
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self =
            seconds > 3_155_760_000
            ? .seconds(3_155_760_000) : .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
