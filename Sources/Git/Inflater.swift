import CZlib

/// Unpacks zlib streams (RFC 1950) of a known size. One serves for many streams, one after the other.
final class Inflater {
    // On the heap, since zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Nil where there is no memory for it.
    init?() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard inflateInit_(stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// The contents of the stream that `input` begins with; nil where they are not of exactly `count` bytes, or damaged.
    func inflate(_ input: UnsafeRawBufferPointer, count: Int) -> [UInt8]? {
        // No stream unpacks to more than 1,032 times its size: what says so is damaged, and gets no memory.
        guard count >= 0, count / 1_100 <= input.count, start(input) else { return nil }
        return finish(count: count, beginning: [])
    }

    /// The contents of a loose object (`gitformat-loose`) after its header, which is `<type> <size>` and a zero byte; nil
    /// where it is of another form, damaged, or of more bytes than the limit.
    func inflateLooseObject(
        _ input: UnsafeRawBufferPointer, limit: Int
    ) -> (kind: ObjectKind, bytes: [UInt8])? {
        guard start(input) else { return nil }
        var isReadable = false
        let beginning = [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
            stream.pointee.next_out = buffer.baseAddress
            stream.pointee.avail_out = UInt32(buffer.count)
            let code = CZlib.inflate(stream, Z_NO_FLUSH)
            isReadable = code == Z_OK || code == Z_STREAM_END
            count = buffer.count - Int(stream.pointee.avail_out)
        }
        guard isReadable, let end = beginning.prefix(32).firstIndex(of: 0) else { return nil }
        let words = beginning[..<end].split(
            separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 2, let kind = ObjectKind(word: words[0]),
            let size = Int(decimalDigits: words[1]), size <= limit, size / 1_100 <= input.count
        else { return nil }
        guard let bytes = finish(count: size, beginning: beginning[(end + 1)...]),
            stream.pointee.avail_in == 0
        else { return nil }
        return (kind, bytes)
    }

    private func start(_ input: UnsafeRawBufferPointer) -> Bool {
        guard inflateReset(stream) == Z_OK, let address = input.baseAddress else { return false }
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: address.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(clamping: input.count)
        return true
    }

    /// Unpacks the rest of a stream of which the beginning is known.
    private func finish(count: Int, beginning: ArraySlice<UInt8>) -> [UInt8]? {
        guard beginning.count <= count, count < Int32.max else { return nil }
        var isWhole = false
        // With room for one byte too many, so that a stream that is too long shows.
        let bytes = [UInt8](unsafeUninitializedCapacity: count + 1) { buffer, filled in
            _ = buffer.initialize(from: beginning)
            stream.pointee.next_out = buffer.baseAddress.map { $0 + beginning.count }
            stream.pointee.avail_out = UInt32(count + 1 - beginning.count)
            let code = CZlib.inflate(stream, Z_FINISH)
            filled = count + 1 - Int(stream.pointee.avail_out)
            isWhole = code == Z_STREAM_END && filled == count
        }
        return isWhole ? bytes : nil
    }
}
