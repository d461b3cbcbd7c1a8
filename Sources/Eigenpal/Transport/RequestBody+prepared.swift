import AsyncHTTPClient
import NIOCore

extension RequestBody {
    /// The body as the HTTP client takes it.
    func prepared() throws(EigenpalError) -> HTTPClientRequest.Body {
        if let contentType, !contentType.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            throw .invalidArgument("the media type of the body is not printable ASCII")
        }
        switch source {
        case .bytes(let bytes): return .bytes(ByteBuffer(bytes: bytes))
        case .chunks(let length, let chunks):
            return .stream(BufferSequence(base: chunks), length: length.map { .known($0) } ?? .unknown)
        }
    }
}

/// Chunks of bytes as the buffers that the HTTP client takes.
private struct BufferSequence: AsyncSequence, Sendable {
    let base: any AsyncSequence<[UInt8], any Error> & Sendable

    func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator()) }

    struct Iterator: AsyncIteratorProtocol {
        var base: any AsyncIteratorProtocol<[UInt8], any Error>

        mutating func next() async throws -> ByteBuffer? {
            try await base.next(isolation: nil).map { ByteBuffer(bytes: $0) }
        }
    }
}
