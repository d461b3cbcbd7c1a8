import CZlib

/// Inflates a gzip stream piece by piece, as it arrives, into pieces of bounded size.
///
/// Give it input with ``push(_:)``, take output with ``next()`` until that is nil, and so on; after the last input ask
/// ``isFinished``. However much a stream inflates to, this holds one piece of input and one of output.
final class GzipInflater {
    /// Why a stream cannot be inflated.
    enum Failure: Error, Sendable, Hashable {
        /// The bytes are not gzip, or a checksum is wrong.
        case malformed
        /// There are bytes after the end of the stream.
        case trailingBytes
        /// zlib has no memory.
        case outOfMemory
    }

    /// The most bytes that one piece of output has.
    static let pieceSize = 64 << 10

    // zlib keeps a pointer back to the stream: it may not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private var input: [UInt8] = []
    private var position = 0

    /// Whether the stream's end was reached and its checksum was right.
    private(set) var isFinished = false

    /// Prepares for a gzip stream.
    init() throws(Failure) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window, and 16 for gzip's header and trailer alone: neither zlib nor raw deflate.
        let code = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else {
            stream.deallocate()
            throw .outOfMemory
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Takes the next piece of input; the one before has to be used up.
    func push(_ bytes: [UInt8]) {
        precondition(position == input.count, "the input before was not used up")
        input = bytes
        position = 0
    }

    /// The next piece of output; nil when more input is needed, or at the stream's end.
    func next() throws(Failure) -> [UInt8]? {
        if isFinished {
            guard position == input.count else { throw .trailingBytes }
            return nil
        }
        guard position < input.count || stream.pointee.avail_out == 0 else { return nil }
        var code = Z_OK
        let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { output, count in
            let available = input.count - position
            input.withUnsafeMutableBufferPointer { bytes in
                stream.pointee.next_in = bytes.baseAddress.map { $0 + position }
                stream.pointee.avail_in = UInt32(available)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(Self.pieceSize)
                code = inflate(stream, Z_NO_FLUSH)
                stream.pointee.next_in = nil
            }
            position += available - Int(stream.pointee.avail_in)
            count = Self.pieceSize - Int(stream.pointee.avail_out)
        }
        switch code {
        case Z_STREAM_END: isFinished = true
        case Z_OK, Z_BUF_ERROR: break
        case Z_MEM_ERROR: throw .outOfMemory
        default: throw .malformed
        }
        if piece.isEmpty {
            // At the end there may be bytes left over, which the next call tells.
            return isFinished ? try next() : nil
        }
        return piece
    }
}
