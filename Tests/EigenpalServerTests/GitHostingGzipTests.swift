import CZlib
import TestSupport
import Testing

@testable import EigenpalServer

@Suite struct GitHostingGzipTests {
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func whatGoesInComesOut(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let original = random.text(upTo: 400_000)
            let compressed = gzip(original)
            #expect(try inflate(compressed, random: &random) == original)
        }
    }

    @Test func aPieceIsNeverLarge() throws {
        let inflater = try GzipInflater()
        inflater.push(gzip([UInt8](repeating: 0, count: 64 << 20)))
        var total = 0
        while let piece = try inflater.next() {
            #expect(piece.count <= GzipInflater.pieceSize)
            total += piece.count
        }
        #expect(total == 64 << 20 && inflater.isFinished)
    }

    @Test func whatFollowsTheEndIsRefused() throws {
        let inflater = try GzipInflater()
        inflater.push(gzip(Array("hello".utf8)) + [0])
        #expect(throws: GzipInflater.Failure.trailingBytes) { while try inflater.next() != nil {} }
    }

    @Test func aLaterPieceAfterTheEndIsRefused() throws {
        let inflater = try GzipInflater()
        inflater.push(gzip(Array("hello".utf8)))
        while try inflater.next() != nil {}
        inflater.push([1, 2, 3])
        #expect(throws: GzipInflater.Failure.trailingBytes) { while try inflater.next() != nil {} }
    }

    @Test func aTruncatedStreamIsNotFinished() throws {
        let compressed = gzip(Array("hello, world".utf8))
        for count in 0..<compressed.count {
            let inflater = try GzipInflater()
            inflater.push(Array(compressed[..<count]))
            while try inflater.next() != nil {}
            #expect(!inflater.isFinished)
        }
    }

    @Test func otherFormatsAreRefused() throws {
        for bytes in [Array("plain text, not gzip".utf8), [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]] {
            let inflater = try GzipInflater()
            inflater.push(bytes)
            #expect(throws: GzipInflater.Failure.malformed) { while try inflater.next() != nil {} }
        }
    }

    /// A damaged stream ends in an error, or unfinished, and never in other contents than were sent.
    @Test(arguments: [UInt64(7), 8])
    func damageIsNoticed(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let original = random.text(upTo: 3_000)
            var damaged = gzip(original)
            let place = Int(random.next() % UInt64(damaged.count))
            damaged[place] ^= UInt8(1 << (random.next() % 8))
            let inflater = try GzipInflater()
            var output: [UInt8] = []
            do {
                inflater.push(damaged)
                while let piece = try inflater.next() { output += piece }
            } catch {
                continue
            }
            // The header's time, system and flags may say what they like.
            #expect(!inflater.isFinished || output == original)
        }
    }

    private func inflate(_ compressed: [UInt8], random: inout SeededGenerator) throws -> [UInt8] {
        let inflater = try GzipInflater()
        var output: [UInt8] = []
        var rest = compressed[...]
        while !rest.isEmpty {
            let count = min(rest.count, 1 + Int(random.next() % 9_000))
            inflater.push(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
            while let piece = try inflater.next() { output += piece }
        }
        #expect(inflater.isFinished)
        return output
    }
}

extension SeededGenerator {
    /// Bytes that compress a little.
    mutating func text(upTo limit: Int) -> [UInt8] {
        let count = Int(next() % UInt64(limit))
        return (0..<count).map { _ in UInt8(next() % 23) }
    }
}

/// Compresses by zlib itself.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
        &stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
    let count = input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            deflate(&stream, Z_FINISH)
            return target.count - Int(stream.avail_out)
        }
    }
    return Array(output[..<count])
}
