import Testing

@testable import EigenpalServer

@Suite struct KeyRingTests {
    @Test func opensWhatItSealed() async throws {
        let sample = try await SampleStore()
        let plaintexts = ["hush", "x", "schlüssel 🔑", String(repeating: "a", count: 65_536)].map {
            Array($0.utf8)
        }
        let sealed = try await sample.ring.seal(
            plaintexts.enumerated().map { ($1, sample.place("agents/a/secrets.enc.yaml", "KEY_\($0)")) })
        let opened = try await sample.ring.open(
            sealed.enumerated().map { ($1, sample.place("agents/a/secrets.enc.yaml", "KEY_\($0)")) })
        #expect(try opened.map { try $0.get() } == plaintexts)
        #expect(Set(sealed.map(\.nonce)).count == sealed.count)
        #expect(!sealed[0].ciphertext.elementsEqual(plaintexts[0]))
    }

    @Test func opensNothingWithAnyByteChanged() async throws {
        let sample = try await SampleStore()
        let good = try await sample.ring.seal([(Array("a secret".utf8), sample.place())])[0]
        var altered: [SealedSecret] = []
        for part in [\SealedSecret.nonce, \.ciphertext, \.tag] {
            for index in good[keyPath: part].indices {
                for bit in 0..<8 {
                    var copy = good
                    copy[keyPath: part][index] ^= 1 << bit
                    altered.append(copy)
                }
            }
            var shorter = good
            shorter[keyPath: part].removeLast()
            altered.append(shorter)
            var longer = good
            longer[keyPath: part].append(0)
            altered.append(longer)
        }
        #expect(altered.count == 294)
        let results = try await sample.ring.open(altered.map { ($0, sample.place()) })
        for (index, result) in results.enumerated() {
            let isRefused = result == .failure(.notAuthentic)
            #expect(isRefused, "alteration \(index)")
        }
        let intact = try await sample.ring.open([(good, sample.place())])
        #expect(try intact[0].get() == Array("a secret".utf8))
    }

    @Test func opensNothingAtAnotherPlace() async throws {
        let sample = try await SampleStore()
        let sealed = try await sample.ring.seal([(Array("a secret".utf8), sample.place("agents/a/s", "BC"))])[
            0]
        let others = [
            sample.place("agents/a/s", "B"), sample.place("agents/a/t", "BC"),
            sample.place("agents/a/sB", "C"),
            sample.place("agents/a/", "sBC"), sample.place("BC", "agents/a/s"),
            SecretBinding(organization: "org_other", sourcePath: "agents/a/s", secretName: "BC"),
        ]
        for result in try await sample.ring.open(others.map { (sealed, $0) }) {
            #expect(result == .failure(.notAuthentic))
        }
    }

    @Test func rotationKeepsOldSecretsReadable() async throws {
        let sample = try await SampleStore()
        let before = try await sample.ring.seal([(Array("old".utf8), sample.place())])[0]
        let rotated = try await sample.ring.rotate()
        let after = try await sample.ring.seal([(Array("new".utf8), sample.place())])[0]
        #expect(before.keyID != after.keyID)
        #expect(after.keyID == rotated.id)
        let opened = try await sample.ring.open([(before, sample.place()), (after, sample.place())])
        #expect(try opened.map { try $0.get() } == [Array("old".utf8), Array("new".utf8)])

        var swapped = before
        swapped.keyID = after.keyID
        var unknown = before
        unknown.keyID = "ek_none"
        let refused = try await sample.ring.open([(swapped, sample.place()), (unknown, sample.place())])
        #expect(refused == [.failure(.notAuthentic), .failure(.unknownKey("ek_none"))])
    }

    @Test func refusesTheWrongMasterKey() async throws {
        let sample = try await SampleStore()
        let other = KeyRing(
            organization: sample.organization, store: sample.store,
            masterKey: MasterKey(bytes: Array(repeating: 8, count: 32)))
        let keys = try await sample.store.encryptionKeys()
        await #expect(throws: KeyRing.Failure.wrongMasterKey(keyID: keys[0].id)) { try await other.verify() }
        await #expect(throws: KeyRing.Failure.wrongMasterKey(keyID: keys[0].id)) {
            _ = try await other.rotate()
        }
        #expect(try await sample.store.encryptionKeys() == keys)
        try await sample.ring.verify()
    }

    @Test func wrappedKeysAreBoundToTheirNameAndOrganization() async throws {
        let sample = try await SampleStore()
        let record = try #require(try await sample.store.activeEncryptionKey())
        _ = try sample.masterKey.unwrap(record, organization: sample.organization)
        let renamed = EncryptionKey(
            id: "ek_other", wrapped: record.wrapped, createdAt: record.createdAt, retiredAt: nil)
        #expect(throws: KeyRing.Failure.wrongMasterKey(keyID: "ek_other")) {
            _ = try sample.masterKey.unwrap(renamed, organization: sample.organization)
        }
        #expect(throws: KeyRing.Failure.self) {
            _ = try sample.masterKey.unwrap(record, organization: Organization(id: "org_other", slug: "acme"))
        }
        for index in record.wrapped.indices {
            var wrapped = record.wrapped
            wrapped[index] ^= 1
            let altered = EncryptionKey(
                id: record.id, wrapped: wrapped, createdAt: record.createdAt, retiredAt: nil)
            #expect(throws: KeyRing.Failure.self) {
                _ = try sample.masterKey.unwrap(altered, organization: sample.organization)
            }
        }
    }
}
