import TestSupport
import Testing

@testable import Sealing

@Suite struct SealedPageTests {
    @Test(arguments: [SealedPage.Kind.cached, .pending])
    func isOpenedAsItWasSealed(kind: SealedPage.Kind) throws {
        let sample = try Sample()
        let records = try sample.records()
        let page = try sample.parse(try sample.seal(records, kind: kind))
        #expect(page.kind == kind)
        #expect(page.tags.map(\.time) == [1, -2])
        #expect(
            page.tags.map(\.tag)
                == records.map {
                    SealedPage.tag(
                        place: sample.place, name: $0.name, digest: $0.digest, key: sample.publicKey)
                })
        let open = try page.open(with: sample.key, place: sample.place)
        #expect(open.kind == kind)
        #expect(open.place == sample.place)
        #expect(open.records.map(\.name) == ["FIRST", "SECOND"])
        #expect(open.records.map(\.digest) == records.map(\.digest))
        #expect(open.records.map(\.time) == [1, -2])
        #expect(open.records.map(\.note) == ["the first", nil])
        #expect(open.records.map(\.value.text) == ["one", "two"])
    }

    @Test(arguments: [0, 1, 50, 65_536])
    func holdsValuesOfAnySize(count: Int) throws {
        let sample = try Sample()
        var random = SeededGenerator(seed: UInt64(count))
        let value = random.bytes(count)
        let open = try sample.open(try sample.seal([try sample.record("N", value, note: "")]))
        #expect(open.records.map { $0.value.withBytes { Array($0) } } == [value])
        #expect(open.records.map(\.note) == [""])
    }

    @Test func holdsWhatIsOddInNames() throws {
        let sample = try Sample()
        let place = PagePlace(
            host: "", organization: "é\u{0}🙂", sourcePath: String(repeating: "p/", count: 5000))
        let record = try sample.record("", Array("v".utf8), note: "a\nb\u{0}", time: .min)
        let bytes = try SealedPage.seal(
            [record], place: place, kind: .cached, fileName: "", key: sample.publicKey)
        let open = try SealedPage(parsing: bytes, fileName: "", key: sample.publicKey).open(
            with: sample.key, place: place)
        #expect(open.place == place)
        #expect(open.records.map(\.note) == ["a\nb\u{0}"])
        #expect(open.records.map(\.time) == [.min])
        #expect(try sample.open(try sample.seal([])).records.isEmpty)
    }

    @Test func holdsManyAndNoMore() throws {
        let sample = try Sample()
        let block = try SecretBytes.random(count: 65_536)
        func records(_ count: Int, _ size: Int) -> [PageRecord] {
            (0..<count).map {
                PageRecord(
                    name: "N\($0)", digest: Digest(of: []), time: Int64($0), note: nil,
                    value: block.part($0 % 7..<$0 % 7 + size))
            }
        }
        let many = records(3000, 50)
        let open = try sample.open(try sample.seal(many))
        #expect(zip(open.records, many).allSatisfy { $0.name == $1.name && $0.value == $1.value })
        #expect(open.records.count == 3000)
        #expect(failure { try sample.seal(records(100_001, 0)) } == .tooLarge)
        #expect(failure { try sample.seal(records(1024, 65_500)) } == .tooLarge)
        let large = [UInt8](repeating: 0, count: SealedPage.maximumSize + 1)
        #expect(failure { try sample.parse(large) } == .tooLarge)
    }

    @Test func openedRecordsCanBeSealedAgain() throws {
        let sample = try Sample()
        let open = try sample.open(try sample.seal(try sample.records()))
        let again = try sample.open(try sample.seal(open.records.reversed()))
        #expect(again.records.map(\.value.text) == ["two", "one"])
        #expect(again.records.map(\.note) == [nil, "the first"])
    }

    @Test func aValueOutlivesItsPage() throws {
        let sample = try Sample()
        let value = try sample.open(try sample.seal(try sample.records())).records[1].value
        #expect(value.text == "two")
    }

    @Test func nothingInsideCanBeReadOutside() throws {
        let sample = try Sample()
        let value = "a value of some length"
        let bytes = try sample.seal([try sample.record("MAIL_TOKEN", Array(value.utf8), note: "the mail")])
        #expect(
            try sample.seal([try sample.record("MAIL_TOKEN", Array(value.utf8), note: "the mail")]) != bytes)
        let outside = String(decoding: bytes, as: UTF8.self)
        for text in [
            value, "MAIL_TOKEN", "the mail", sample.place.host, sample.place.organization,
            sample.place.sourcePath,
        ] {
            #expect(!outside.contains(text))
        }
    }

    // Written by this code once: what is on users' disks stays readable.
    @Test func readsAPinnedPage() throws {
        let file = try CacheKeyFile(parsing: Array(KeyFileVectors.plain.utf8))
        let place = PagePlace(
            host: "api.example.com:443", organization: "orgs/acme", sourcePath: "agents/mail/secrets.enc.yaml"
        )
        let page = try SealedPage(
            parsing: PageVectors.page, fileName: PageVectors.fileName, key: file.publicPart)
        #expect(PageVectors.fileName.hasPrefix(file.publicPart.pagePrefix(of: place)))
        #expect(
            file.publicPart.storeName(host: place.host, organization: place.organization)
                == PageVectors.storeName)
        let open = try page.open(with: try file.unlock(), place: place)
        #expect(open.kind == .pending)
        #expect(open.records.map(\.name) == ["MAIL_TOKEN", "MAIL_USER"])
        #expect(open.records.map(\.value.text) == ["s3cr3t", "someone"])
        #expect(open.records.map(\.note) == ["for the mail", nil])
        #expect(open.records.map(\.time) == [1_700_000_000, 1_700_000_001])
        #expect(open.records.map(\.digest) == [Digest(of: [1]), Digest(of: [2])])
    }

    @Test func canBeUsedByManyTasks() async throws {
        let sample = try Sample()
        try await withThrowingTaskGroup(of: [String?].self) { group in
            for task in 0..<16 {
                group.addTask {
                    var texts: [String?] = []
                    for turn in 0..<20 {
                        let record = try sample.record("N", Array("\(task) \(turn)".utf8))
                        texts += try sample.open(try sample.seal([record])).records.map(\.value.text)
                    }
                    return texts == (0..<20).map { "\(task) \($0)" } ? [] : texts
                }
            }
            for try await wrong in group { #expect(wrong.isEmpty) }
        }
    }
}

@Suite struct PageNameTests {
    @Test func namesAreHashesUnderTheKey() throws {
        let (sample, other) = (try Sample(), try Sample())
        let store = sample.publicKey.storeName(host: "h", organization: "o")
        #expect(store.utf8.count == 32 && store.allSatisfy(\.isHexDigit))
        #expect(store == sample.publicKey.storeName(host: "h", organization: "o"))
        #expect(store != sample.publicKey.storeName(host: "ho", organization: ""))
        #expect(store != other.publicKey.storeName(host: "h", organization: "o"))
        #expect(sample.publicKey.pagePrefix(of: sample.place) != other.publicKey.pagePrefix(of: sample.place))
    }

    @Test func aPageNameTellsItsPrefix() throws {
        let sample = try Sample()
        let (one, two) = (
            sample.publicKey.newPageName(for: sample.place), sample.publicKey.newPageName(for: sample.place)
        )
        #expect(one != two)
        #expect(one.utf8.count == 49)
        #expect(CachePublicKey.pagePrefix(ofName: one) == sample.publicKey.pagePrefix(of: sample.place))
        for name in [
            "", "-", String(one.dropLast()), one + "0", one.uppercased(), one.replacing("-", with: "0"),
            ".." + one.dropFirst(2),
        ]
        where name != one {
            #expect(CachePublicKey.pagePrefix(ofName: name) == nil)
        }
    }

    // Texts that look the same to Unicode are different places.
    @Test func placesAreBytes() throws {
        let sample = try Sample()
        let composed = PagePlace(host: "caf\u{E9}", organization: "o", sourcePath: "p")
        let decomposed = PagePlace(host: "cafe\u{301}", organization: "o", sourcePath: "p")
        #expect(composed.host == decomposed.host)
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed, composed]).count == 2)
        #expect(sample.publicKey.pagePrefix(of: composed) != sample.publicKey.pagePrefix(of: decomposed))
    }
}
