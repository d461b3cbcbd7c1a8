import Hummingbird
import NIOCore

/// Where an answer's bytes go.
///
/// `@unchecked`: the writer behind it is a value without a promise to be sendable, and whoever streams an answer wants
/// one; only the task that answers the request uses it, one call after the other.
final class AnswerWriter: @unchecked Sendable {
    private var writer: any ResponseBodyWriter

    /// Writes where a response's body goes.
    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    /// Writes bytes; returns when there is room for more.
    @concurrent func write(_ bytes: ByteBuffer) async throws { try await writer.write(bytes) }

    /// Writes the end of the answer.
    @concurrent func finish() async throws { try await writer.finish(nil) }
}
