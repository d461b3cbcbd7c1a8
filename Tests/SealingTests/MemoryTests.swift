import Glibc
import Testing

@testable import Sealing

/// Looks through all memory of this process for a secret that nobody else knows.
@Suite struct MemoryTests {
    @Test func aPageLeavesNoPlaintextBehind() throws {
        let sample = try Sample()
        var random: SecretBytes? = try SecretBytes.random(count: 32)
        let needle = Needle(try #require(random))
        do {
            let value = try #require(random)
            let record = PageRecord(name: "N", digest: Digest(of: []), time: 0, note: nil, value: value.whole)
            let page = try sample.seal([record, record])
            let open = try sample.open(page)
            #expect(open.records.allSatisfy { $0.value == value.whole })
            let joined = try SecretBytes.joining(open.records.map(\.value))
            #expect(joined.count == 64)
            // The search finds what is there: the secret, twice on the opened page, twice in the joined block.
            #expect(needle.count() == 5)
        }
        random = nil
        #expect(needle.count() == 0)
    }

    @Test func aKeyFileLeavesNoSecretKeyBehind() throws {
        let passphrase = try secret("p")
        var needle: Needle?
        do {
            let file = try CacheKeyFile.generate()
            let key = try file.unlock()
            needle = Needle(try key.bytes.copied())
            let locked = try file.locking(with: passphrase, key, cost: .least)
            #expect(try locked.unlock(passphrase: passphrase) == key)
            let session = try key.sessionBytes(of: locked)
            #expect(try CacheSecretKey(sessionBytes: session, for: locked) == key)
            #expect(try CacheKeyFile(parsing: file.printed).unlock() == key)
            #expect((needle?.count() ?? 0) >= 1)
        }
        #expect(needle?.count() == 0)
    }

    @Test func takingBytesWipesThem() throws {
        var needle: Needle?
        do {
            let random = try SecretBytes.random(count: 32)
            needle = Needle(random)
            var source = random.withBytes { Array($0) }
            let secret = try SecretBytes(consuming: &source)
            #expect(secret == random)
            #expect(needle?.count() == 2)
        }
        #expect(needle?.count() == 0)
    }
}

/// A secret to look for, kept so that it is not found itself.
private struct Needle {
    private static let mask: UInt8 = 0x5A
    private let masked: [UInt8]

    private typealias ReadMemory =
        @convention(c) (
            pid_t, UnsafePointer<iovec>, UInt, UnsafePointer<iovec>, UInt, UInt
        ) -> Int

    init(_ secret: SecretBytes) {
        masked = secret.withBytes { $0.map { $0 ^ Self.mask } }
    }

    /// How often the secret is in readable memory of this process.
    func count() -> Int {
        let size = 1 << 20
        // Pages of its own, so that what was read is not found again in them.
        guard let buffer = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            buffer != MAP_FAILED
        else { return -1 }
        defer { munmap(buffer, size) }
        // Swift's view of the C library leaves it out. It reads what is there, and fails where nothing is.
        guard let symbol = dlsym(nil, "process_vm_readv") else { return -1 }
        let readMemory = unsafeBitCast(symbol, to: ReadMemory.self)
        let own = UInt(bitPattern: buffer)
        var found = 0
        for range in readable() {
            // Stretches overlap, so that nothing on their border is missed, and counts once.
            var start = range.lowerBound
            while start < range.upperBound {
                let count = min(size, Int(range.upperBound - start))
                var local = iovec(iov_base: buffer, iov_len: count)
                var remote = iovec(iov_base: UnsafeMutableRawPointer(bitPattern: start), iov_len: count)
                let read = readMemory(getpid(), &local, 1, &remote, 1, 0)
                if read > 0 {
                    found += occurrences(
                        in: UnsafeRawBufferPointer(start: buffer, count: read), at: start,
                        except: own..<own + UInt(size))
                }
                guard start + UInt(count) < range.upperBound else { break }
                start += UInt(count - masked.count + 1)
            }
        }
        return found
    }

    private func occurrences(in bytes: UnsafeRawBufferPointer, at start: UInt, except own: Range<UInt>) -> Int
    {
        guard let base = bytes.baseAddress, let first = masked.first else { return 0 }
        var (found, offset) = (0, 0)
        while offset < bytes.count,
            let hit = memchr(base + offset, Int32(first ^ Self.mask), bytes.count - offset)
        {
            let position = UnsafeRawPointer(hit) - base
            offset = position + 1
            guard position + masked.count <= bytes.count, !own.contains(start + UInt(position)) else {
                continue
            }
            if (1..<masked.count).allSatisfy({ bytes[position + $0] ^ Self.mask == masked[$0] }) {
                found += 1
            }
        }
        return found
    }

    private func readable() -> [Range<UInt>] {
        guard let file = fopen("/proc/self/maps", "r") else { return [] }
        defer { fclose(file) }
        var ranges: [Range<UInt>] = []
        var line = [CChar](repeating: 0, count: 8192)
        while fgets(&line, Int32(line.count), file) != nil {
            let fields = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                .split(separator: " ")
            guard fields.count > 1, fields[1].hasPrefix("r") else { continue }
            let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            if ends.count == 2, ends[0] < ends[1] { ranges.append(ends[0]..<ends[1]) }
        }
        return ranges
    }
}
