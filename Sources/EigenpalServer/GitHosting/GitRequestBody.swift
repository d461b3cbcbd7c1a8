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
    /// Whether it is a push, which is made all or nothing.
    let isPush: Bool

    /// Copies the body into git's standard input; the caller closes that.
    ///
    /// - Throws: when the client goes away, or sends what is not HTTP, before the body's end.
    func copy(to input: StandardInputWriter) async throws -> End {
        let inflater = isGzipped ? try GzipInflater() : nil
        var sink = Sink(input: input, limit: limit, atomicPush: isPush ? AtomicPush() : nil)
        var received = 0
        for try await buffer in body {
            received += buffer.readableBytes
            guard received <= limit else { return .refused(tooLarge) }
            guard sink.isOpen else { continue }
            guard let inflater else {
                await sink.write(buffer)
                continue
            }
            do throws(GzipInflater.Failure) {
                inflater.push(Array(buffer.readableBytesView))
                while sink.isOpen, let piece = try inflater.next() {
                    guard sink.accepts(piece.count) else { return .refused(tooLarge) }
                    await sink.write(ByteBuffer(bytes: piece))
                }
            } catch {
                return .refused("The request's body is not well-formed gzip.")
            }
        }
        if let announcedLength, received < announcedLength { throw Truncated() }
        await sink.finish()
        guard sink.isOpen else { return .unread }
        if let inflater, !inflater.isFinished {
            return .refused("The request's body ends in the middle of its gzip stream.")
        }
        return .whole
    }

    private var tooLarge: String {
        "The request's body is larger than the \(limit >> 20) MiB that this server takes."
    }
}

/// Git's end of the way.
private struct Sink {
    let input: StandardInputWriter
    let limit: Int
    var atomicPush: AtomicPush?
    /// Whether git has taken everything so far.
    private(set) var isOpen = true
    private var written = 0

    init(input: StandardInputWriter, limit: Int, atomicPush: AtomicPush?) {
        self.input = input
        self.limit = limit
        self.atomicPush = atomicPush
    }

    /// Whether so many bytes more are within the limit.
    func accepts(_ count: Int) -> Bool { written + count <= limit }

    mutating func write(_ buffer: ByteBuffer) async {
        written += buffer.readableBytes
        guard var editor = atomicPush, !editor.isDone else { return await send(buffer) }
        let edited = editor.edit(buffer.readableBytesView)
        atomicPush = editor
        await send(ByteBuffer(bytes: edited))
    }

    mutating func finish() async {
        if let rest = atomicPush?.finish() { await send(ByteBuffer(bytes: rest)) }
    }

    // A process that has ended, or closed its input, takes none of the bytes or a part of them.
    private mutating func send(_ buffer: ByteBuffer) async {
        guard buffer.readableBytes > 0 else { return }
        let count = try? await input.write(buffer.readableBytesSpan)
        if count != buffer.readableBytes { isOpen = false }
    }
}
