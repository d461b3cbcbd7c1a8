import AsyncHTTPClient
import NIOCore

/// An answer whose body is read as it arrives: for what may be too large for memory.
///
/// ```swift
/// let answer = try await client.stream(method: "GET", path: "/api/v1/source/raw?path=agents/a/data.csv")
/// for try await bytes in answer.body { try output.write(contentsOf: bytes) }
/// ```
public struct ResponseStream: Sendable {
    /// The HTTP status. No status is an error here.
    public let status: Int
    /// The headers in their order.
    public let headers: [RawResponse.Header]
    /// The body, to be read once. Letting go of it without reading it to its end ends the request.
    public let body: Body

    /// The value of a header, by its name in any case.
    public func header(_ name: String) -> String? { headers.value(of: name) }

    /// A body as it arrives.
    public struct Body: AsyncSequence, Sendable {
        /// What reading throws.
        public typealias Failure = EigenpalError

        let base: HTTPClientResponse.Body
        let translate: @Sendable (any Error) -> EigenpalError

        /// Begins to read the body.
        public func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(base: base.makeAsyncIterator(), translate: translate)
        }

        /// Reads a body.
        public struct AsyncIterator: AsyncIteratorProtocol {
            /// What reading throws.
            public typealias Failure = EigenpalError

            var base: HTTPClientResponse.Body.AsyncIterator
            let translate: @Sendable (any Error) -> EigenpalError

            /// The next bytes, as many as have arrived; nil at the end.
            ///
            /// - Throws: ``EigenpalError``.
            @concurrent
            public mutating func next() async throws(EigenpalError) -> [UInt8]? {
                do {
                    return try await base.next().map { Array($0.readableBytesView) }
                } catch {
                    throw translate(error)
                }
            }
        }
    }
}
