import Foundation
import GRDB
import TestSupport
import Testing

@testable import EigenpalServer

@Suite struct SQLiteStoreTests {
    @Test func keepsAnOrganizationAcrossOpenings() async throws {
        let sample = try await SampleStore()
        let again = try SQLiteStore(path: sample.directory.appending("server.sqlite"))
        #expect(try await again.organization() == sample.organization)
        #expect(try await again.apiKeys().map(\.name) == ["first"])
        #expect(try await again.activeEncryptionKey() == sample.store.activeEncryptionKey())
    }

    @Test func hasNothingBeforeTheFirstStart() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.appending("server.sqlite"))
        #expect(try await store.organization() == nil)
        #expect(try await store.activeEncryptionKey() == nil)
        #expect(try await store.apiKey("key_none") == nil)
        #expect(try await store.revokeAPIKey("key_none", at: .now) == nil)
        #expect(try await store.updateAutomation("agt_none") { _ in } == nil)
    }

    @Test func initializesOnce() async throws {
        let sample = try await SampleStore()
        let other = Organization(id: "org_other", slug: "other")
        await #expect(throws: StoreError.conflict("organization")) {
            try await sample.store.initialize(
                other, encryptionKey: try sample.masterKey.makeKey(for: other),
                apiKey: APIKey(.random(), name: "x"))
        }
        #expect(try await sample.store.organization() == sample.organization)
        #expect(try await sample.store.apiKeys().count == 1)
        #expect(try await sample.store.encryptionKeys().count == 1)
    }

    @Test func everyFileIsItsOwnersAlone() async throws {
        let sample = try await SampleStore()
        let files = try FileManager.default.contentsOfDirectory(atPath: sample.directory.path)
        #expect(Set(files).isSuperset(of: ["server.sqlite", "server.sqlite-wal", "server.sqlite-shm"]))
        for file in files {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: sample.directory.appending(file))
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
        }
    }

    @Test func aRevocationHoldsAtOnceInEveryHandle() async throws {
        let sample = try await SampleStore()
        let other = try SQLiteStore(path: sample.directory.appending("server.sqlite"))
        let id = sample.token.keyID
        #expect(try await sample.store.apiKey(id)?.revokedAt == nil)
        let revoked = try #require(try await other.revokeAPIKey(id, at: Timestamp(milliseconds: 5)))
        #expect(revoked.revokedAt == Timestamp(milliseconds: 5))
        #expect(try await sample.store.apiKey(id) == revoked)
        let again = try await sample.store.revokeAPIKey(id, at: Timestamp(milliseconds: 9))
        #expect(again?.revokedAt == Timestamp(milliseconds: 5))
    }

    @Test func notesUseOnceAMinute() async throws {
        let sample = try await SampleStore()
        let id = sample.token.keyID
        func note(_ moment: Int64) async throws -> Int64? {
            try await sample.store.noteUse(
                ofAPIKey: id, at: Timestamp(milliseconds: moment),
                unlessAfter: Timestamp(milliseconds: moment - 60_000))
            return try await sample.store.apiKey(id)?.lastUsedAt?.milliseconds
        }
        #expect(try await note(100_000) == 100_000)
        #expect(try await note(159_999) == 100_000)
        #expect(try await note(160_000) == 160_000)
        #expect(try await note(90_000) == 160_000)
    }

    @Test func rotationsAtOnceLeaveOneActiveKey() async throws {
        let sample = try await SampleStore()
        let path = sample.directory.appending("server.sqlite")
        try await withThrowingTaskGroup { group in
            for _ in 0..<6 {
                group.addTask {
                    let store = try SQLiteStore(path: path)
                    let ring = KeyRing(
                        organization: sample.organization, store: store, masterKey: sample.masterKey)
                    _ = try await ring.rotate()
                }
            }
            try await group.waitForAll()
        }
        let keys = try await sample.store.encryptionKeys()
        #expect(keys.count == 7)
        #expect(keys.filter { $0.retiredAt == nil }.count == 1)
    }

    @Test func changesAtOnceAllHold() async throws {
        let sample = try await SampleStore()
        let path = sample.directory.appending("server.sqlite")
        try await sample.store.insert(automation("agt_a", "a"))
        try await withThrowingTaskGroup { group in
            for handle in 0..<4 {
                group.addTask {
                    let store = try SQLiteStore(path: path)
                    for step in 0..<10 {
                        _ = try await store.updateAutomation("agt_a") { $0.config += " \(handle).\(step)" }
                    }
                }
            }
            try await group.waitForAll()
        }
        let words = try #require(try await sample.store.automation("agt_a")).config.split(separator: " ")
        #expect(Set(words.dropFirst()).count == 40)
    }

    @Test func aSlugIsUniqueInItsKind() async throws {
        let sample = try await SampleStore()
        try await sample.store.insert(automation("agt_a", "same"))
        try await sample.store.insert(automation("wf_a", "same", .workflow))
        let error = await #expect(throws: StoreError.self) {
            try await sample.store.insert(automation("agt_b", "same"))
        }
        guard case .conflict = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try await sample.store.automations(.agent).map(\.id) == ["agt_a"])
        #expect(try await sample.store.automation(.workflow, slug: "same")?.id == "wf_a")
    }

    @Test func keepsEveryFieldOfAnAutomation() async throws {
        let sample = try await SampleStore()
        var automation = automation("agt_a", "a.b")
        try await sample.store.insert(automation)
        #expect(try await sample.store.automation("agt_a") == automation)
        automation.name = "Ü 🔑 ' \" ; --"
        automation.summary = "line\nline"
        automation.config = #"{"a":[1,2]}"#
        automation.status = .archived
        automation.updatedAt = Timestamp(milliseconds: 77)
        let changed = automation
        #expect(try await sample.store.updateAutomation("agt_a") { $0 = changed } == automation)
        #expect(try await sample.store.automation("agt_a") == automation)
    }

    @Test func refusesAStoreOfANewerVersion() async throws {
        let sample = try await SampleStore()
        try await sample.store.write { database in
            try database.execute(
                sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 from the future')")
        }
        #expect(throws: StoreError.newerVersion) {
            try SQLiteStore(path: sample.directory.appending("server.sqlite"))
        }
    }

    @Test func refusesWhatIsNoDatabase() throws {
        let directory = try TemporaryDirectory()
        try PrivateFile.write(
            directory.appending("server.sqlite"), contents: String(repeating: "no database ", count: 100))
        #expect(throws: StoreError.self) { try SQLiteStore(path: directory.appending("server.sqlite")) }
    }

    private func automation(
        _ id: String, _ slug: String, _ kind: Automation.Kind = .agent
    ) -> Automation {
        Automation(
            id: id, kind: kind, slug: slug, name: slug, summary: nil, config: "{}", status: .active,
            createdAt: Timestamp(milliseconds: 1), updatedAt: Timestamp(milliseconds: 2))
    }
}
