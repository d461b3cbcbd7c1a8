import Testing

@testable import Sealing

@Suite struct SecretPartTests {
    @Test func isSeenWhereItLies() throws {
        let whole = try secret("user:password")
        let part = whole.part(5..<13)
        #expect(part.text == "password")
        #expect(part.count == 8)
        #expect(part.part(4..<8).text == "word")
        let addresses = whole.withBytes { whole in
            part.withBytes { part in (whole.baseAddress, part.baseAddress) }
        }
        #expect(addresses.0.map { $0 + 5 } == addresses.1)
    }

    @Test func leavesOutWhatIsOutside() throws {
        let whole = try secret("abc")
        #expect(whole.part(2..<9).text == "c")
        #expect(whole.part(-4..<1).text == "a")
        #expect(whole.part(7..<9).isEmpty)
        #expect(whole.part(1..<3).part(1..<9).text == "c")
        #expect(whole.part(1..<2).part(5..<9).isEmpty)
        #expect(whole.part(Int.min..<Int.max) == whole.whole)
        #expect(whole.part(1..<3).part(Int.min..<Int.max).text == "bc")
        #expect(try secret([]).part(0..<1).text?.isEmpty == true)
    }

    @Test func keepsItsOwnerAlive() throws {
        weak var owner: SecretBytes?
        var part: SecretPart?
        do {
            let whole = try secret("kept")
            owner = whole
            part = whole.part(0..<4)
        }
        #expect(owner != nil)
        #expect(part?.text == "kept")
        let copy = try part?.copied()
        part = nil
        #expect(owner == nil)
        #expect(copy?.text == "kept")
    }

    @Test func comparesBytes() throws {
        let whole = try secret("abcabd")
        #expect(whole.part(0..<2) == whole.part(3..<5))
        #expect(whole.part(0..<3) != whole.part(3..<6))
        #expect(whole.part(0..<2) != whole.part(0..<3))
        #expect(whole.part(0..<0) == whole.part(6..<6))
    }

    @Test func joins() throws {
        let (first, second) = (try secret("ab"), try secret("cde"))
        let joined = try SecretBytes.joining([
            first.whole, second.part(1..<3), first.part(0..<0), first.part(0..<1),
        ])
        #expect(joined.text == "abdea")
        #expect(try SecretBytes.joining([]).isEmpty)
    }

    @Test func copiesBytes() throws {
        let bytes: [UInt8] = [1, 2, 3]
        #expect(try bytes.withBytes { try SecretBytes.copying($0) } == secret(bytes))
        #expect(try [UInt8]().withBytes { try SecretBytes.copying($0) }.isEmpty)
    }

    @Test func isRandom() throws {
        let (first, second) = (try SecretBytes.random(count: 32), try SecretBytes.random(count: 32))
        #expect(first != second)
        #expect(first.withBytes { Set($0).count } > 8)
        #expect(try SecretBytes.random(count: 0).isEmpty)
    }

    @Test func showsNothingOfItself() throws {
        let part = try secret("plain").whole
        var dumped = ""
        dump(part, to: &dumped)
        dump(PageRecord(name: "N", digest: Digest(of: []), time: 0, note: "hush", value: part), to: &dumped)
        for shown in ["\(part)", String(reflecting: part), dumped] {
            #expect(shown.contains("SecretPart(5)"))
            #expect(!shown.contains("plain") && !shown.contains("hush"))
        }
    }

    @Test func fillingMayFail() {
        #expect(
            failure { try SecretBytes(count: 8) { _ throws(SealingError) in throw SealingError.wrongKey } }
                == .wrongKey)
        #expect(failure { try SecretBytes(count: -1) { _ in } } == .outOfMemory(bytes: -1))
        #expect(failure { try SecretBytes(count: .max) { _ in } } == .outOfMemory(bytes: .max))
    }
}
