import Hummingbird
import NIOCore
import Subprocess

/// A request's body on its way into git: counted, inflated where it is compressed, one piece at a time.
///
/// The next piece is read from the connection when git has taken the last one, so that a body of any size needs the
/// memory of a piece.
struct GitRequestBody: Sendable {
    /// How a body ended.
    enum End: Sendable, Hashable {
        /// Git has all of it.
        case whole
        /// Git ended, or stopped reading, before that; the rest was read and dropped.
        case unread
        /// It may not go on, for this reason. Git has not seen its end.
        case refused(String)
    }

    /// A body that stopped short of what its head announced.
    struct Truncated: Error {}

    /// The body as it comes from the connection.
    let body: RequestBody
    /// Whether it is compressed with gzip.
    let isGzipped: Bool
    /// The length that the head announced, in bytes; nil where it is chunked.
    let announcedLength: Int?
    /// The most bytes that it may have, after decompression.
    let limit: Int

    /// Copies the body into git's standard input; the caller closes that.
    ///
    /// - Throws: when the client goes away, or sends what is not HTTP, before the body's end.
    func copy(to input: StandardInputWriter) async throws -> End {
        let inflater = isGzipped ? try GzipInflater() : nil
        var received = 0
        var sent = 0
        var end = End.whole
        for try await buffer in body {
            received += buffer.readableBytes
            guard received <= limit else { return .refused(tooLarge) }
            guard end == .whole else { continue }
            guard let inflater else {
                if await !Self.write(buffer.readableBytesSpan, to: input) { end = .unread }
                continue
            }
            do throws(GzipInflater.Failure) {
                inflater.push(Array(buffer.readableBytesView))
                while end == .whole, let piece = try inflater.next() {
                    sent += piece.count
                    guard sent <= limit else { return .refused(tooLarge) }
                    if await !Self.write(piece.span.bytes, to: input) { end = .unread }
                }
            } catch {
                return .refused("The request's body is not well-formed gzip.")
            }
        }
        if let announcedLength, received < announcedLength { throw Truncated() }
        if let inflater, end == .whole, !inflater.isFinished {
            return .refused("The request's body ends in the middle of its gzip stream.")
        }
        return end
    }

    private var tooLarge: String {
        "The request's body is larger than the \(limit >> 20) MiB that this server takes."
    }

    /// Whether git took the bytes. A process that has ended, or closed its input, takes none or a part of them.
    private static func write(_ bytes: borrowing RawSpan, to input: StandardInputWriter) async -> Bool {
        let count = bytes.byteCount
        return await (try? input.write(bytes)) == count
    }
}
