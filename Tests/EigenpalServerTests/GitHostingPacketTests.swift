import Git
import SourceRepository
import TestSupport
import Testing

@testable import EigenpalServer

@Suite struct GitHostingPacketTests {
    @Test func packetsTellTheirLength() {
        #expect(String(decoding: PacketLine.packet(Array("hi\n".utf8)), as: UTF8.self) == "0007hi\n")
        #expect(
            String(decoding: PacketLine.serviceHeader(.uploadPack), as: UTF8.self)
                == "001e# service=git-upload-pack\n0000")
        #expect(
            String(decoding: PacketLine.serviceHeader(.receivePack), as: UTF8.self)
                == "001f# service=git-receive-pack\n0000")
        #expect(String(decoding: PacketLine.failure(.uploadPack, "no"), as: UTF8.self) == "000aERR no")
        #expect(PacketLine.failure(.receivePack, "no") == Array("0008".utf8) + [3] + Array("no\n".utf8))
        let long = PacketLine.packet([UInt8](repeating: 97, count: 100_000))
        #expect(long.count == 65_520 && String(decoding: long.prefix(4), as: UTF8.self) == "fff0")
    }

    // MARK: All or nothing

    private static let zero = String(repeating: "0", count: 40)
    private static let one = String(repeating: "1", count: 40)

    private func edited(_ bytes: [UInt8], pieces: (inout [UInt8]) -> Int = { $0.count }) -> [UInt8] {
        var editor = AtomicPush()
        var output: [UInt8] = []
        var rest = bytes
        while !rest.isEmpty {
            let count = max(1, min(rest.count, pieces(&rest)))
            output += editor.isDone ? Array(rest[..<count]) : editor.edit(rest[..<count])
            rest.removeFirst(count)
        }
        return output + editor.finish()
    }

    @Test func theFirstCommandBecomesAtomic() {
        let command = "\(Self.zero) \(Self.one) refs/heads/main"
        let rest = packetLine("\(Self.zero) \(Self.one) refs/heads/b") + Array("0000PACK\0atomic".utf8)
        #expect(
            edited(packetLine("\(command)\0 report-status side-band-64k") + rest)
                == packetLine("\(command)\0 report-status side-band-64k atomic") + rest)
        #expect(
            edited(packetLine("\(command)\0report-status\n") + rest)
                == packetLine("\(command)\0report-status atomic\n") + rest)
        let shallow = packetLine("shallow \(Self.one)") + packetLine("shallow \(Self.zero)\n")
        #expect(
            edited(shallow + packetLine("\(command)\0 ofs-delta") + rest)
                == shallow + packetLine("\(command)\0 ofs-delta atomic") + rest)
    }

    @Test func whatIsAtomicOrNoPushStaysAsItIs() {
        let command = "\(Self.zero) \(Self.one) refs/heads/main"
        for bytes in [
            packetLine("\(command)\0 report-status atomic agent=git/2"), packetLine(command),
            Array("0000".utf8),
            Array("0004".utf8), Array("zzzzxyz".utf8), Array("00".utf8), Array("0040abc".utf8), [],
            Array("ffff".utf8) + [UInt8](repeating: 0, count: 70_000), [0xC3, 0xA9, 0xFF, 0x30, 0x30],
        ] {
            #expect(edited(bytes) == bytes)
        }
    }

    /// However a request is cut into pieces, what git reads is the same.
    @Test(arguments: [UInt64(1), 2, 3])
    func piecesMakeNoDifference(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            var bytes: [UInt8] = []
            for _ in 0..<Int(random.next() % 4) { bytes += packetLine("shallow \(Self.one)") }
            if random.next() % 4 > 0 {
                let word = random.next() % 2 == 0 ? "atomic" : "quiet"
                bytes += packetLine("\(Self.zero) \(Self.one) refs/heads/x\0 \(word)")
            }
            bytes += random.text(upTo: 2_000)
            let whole = edited(bytes)
            #expect(edited(bytes, pieces: { _ in 1 }) == whole)
            var copy = random
            #expect(edited(bytes, pieces: { _ in Int(copy.next() % 50) }) == whole)
        }
    }

    // MARK: The hook's input

    @Test func theHookReadsGitsLines() throws {
        let updates = try PreReceiveHook.updates(
            in: Array("\(Self.zero) \(Self.one) refs/heads/a b\n\(Self.one) \(Self.zero) refs/tags/ü\n".utf8))
        #expect(updates.map(\.name) == ["refs/heads/a b", "refs/tags/ü"])
        #expect(updates[0].old == .zero && updates[0].new.hex == Self.one && updates[1].isDeletion)
        #expect(try PreReceiveHook.updates(in: []) == [])
    }

    @Test(arguments: [
        "x", "1 2 refs/heads/a", "1234567890123456789012345678901234567890 refs/heads/a", "  \n",
    ])
    func theHookRefusesOtherLines(text: String) {
        #expect(throws: PreReceiveHook.Failure.self) { try PreReceiveHook.updates(in: Array(text.utf8)) }
    }

    @Test func theHookRefusesNamesThatAreNotText() {
        let line = Array("\(Self.zero) \(Self.one) refs/heads/".utf8) + [0xFF, 0xFE, 0x1B, 0x0A]
        do {
            _ = try PreReceiveHook.updates(in: line)
            Issue.record("accepted")
        } catch {
            #expect(error.reason.contains("UTF-8") && !error.reason.contains("\u{1B}"))
        }
    }

    @Test(arguments: [UInt64(5)])
    func theHookSurvivesAnything(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            var line = Array(
                "\(Self.zero) \(Self.one) refs/heads/x\n\(Self.one) \(Self.zero) refs/tags/y\n".utf8)
            for _ in 0..<3 {
                line[Int(random.next() % UInt64(line.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            _ = try? PreReceiveHook.updates(in: line)
        }
    }

    @Test(arguments: ["/usr/bin/eigenpal-server", "/a b/it's", "/$HOME/`x`\"\\", "/é"])
    func pathsAreQuotedForTheShell(path: String) async throws {
        let result = try await runShell("printf %s \(GitHooks.quoted(path))")
        #expect(result == path)
    }
}
