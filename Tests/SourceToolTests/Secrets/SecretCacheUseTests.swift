import Foundation
import SourceFormat
import TestSupport
import Testing

/// The cache and what is queued, through the built tool.
@Suite struct SecretCacheUseTests {
    @Test func withTheServerStoppedWhatIsCachedServes() async throws {
        let place = try await SecretPlace()
        try await place.secrets("set", "MAIL_TOKEN", "--stdin", input: "t0ken with 'quotes'\nand lines")
        try await place.secrets("set", "MAIL_HOST", "--stdin", input: "mail.example.com")
        try await place.server.stop()
        #expect(try await place.secrets("get", "MAIL_TOKEN").output == "t0ken with 'quotes'\nand lines")
        let exported = try await place.secrets("export", "--format", "json")
        #expect(
            try JSONDecoder().decode([String: String].self, from: Data(exported.output.utf8)) == [
                "MAIL_TOKEN": "t0ken with 'quotes'\nand lines", "MAIL_HOST": "mail.example.com",
            ])
        let run = try await place.secrets(
            "run", "--", "sh", "-c", "printf %s \"$MAIL_TOKEN|$MAIL_HOST\"; exit 7")
        #expect(run.output == "t0ken with 'quotes'\nand lines|mail.example.com")
        #expect(run.exitCode == 7)
        let off = try await place.secrets("get", "MAIL_TOKEN", "--cache-ttl", "0")
        #expect(off.exitCode == 1)
        #expect(off.output == "")
        #expect(off.errorOutput.contains("MAIL_TOKEN of agents/invoice is not in the cache"))
    }

    @Test func whatIsQueuedAndPushedIsAsIfItHadBeenSet() async throws {
        var place = try await SecretPlace()
        try await place.secrets("set", "B_FIRST", "--stdin", "--description", "Kept", input: "one")
        try await place.tool("save", "-m", "feat: set")
        try await place.server.stop()
        let refused = try await place.secrets("set", "A_NEW", "--stdin", input: "two")
        #expect(refused.exitCode == 1)
        #expect(refused.errorOutput.contains("--queue"))
        let queued = try await place.secrets(
            "set", "A_NEW", "--stdin", "--queue", "--description", "Sends", input: "two")
        #expect(queued.exitCode == 0, "\(queued.errorOutput)")
        #expect(queued.output.contains("Queued A_NEW"))
        #expect(
            try await place.secrets("set", "B_FIRST", "--stdin", "--offline", input: "three").exitCode == 0)
        #expect(try await place.secrets("get", "A_NEW").output == "two")
        #expect(try await place.secrets("get", "B_FIRST").output == "three")
        #expect(try await place.tool("status").output.contains("agents/invoice  A_NEW"))
        #expect(try await place.secrets("list").output.contains("pending"))
        #expect(try place.file().entries.map(\.name.rawValue) == ["B_FIRST"])
        #expect(try await place.tool("git", "status", "--porcelain").output == "")

        let server = try await RunningServer.start(
            dataDirectory: place.server.dataDirectory, apiKey: place.server.apiKey)
        place.session.variables["EIGENPAL_BASE_URL"] = server.baseURL
        place.session.variables["EIGENPAL_API_KEY"] = server.apiKey
        let pushed = try await place.secrets("push")
        #expect(pushed.exitCode == 0, "\(pushed.errorOutput)")
        let entries = try place.file().entries
        #expect(entries.map(\.name.rawValue) == ["A_NEW", "B_FIRST"])
        #expect(entries.map(\.description) == ["Sends", "Kept"])
        #expect(try await place.secrets("push").output == "Nothing is pending\n")
        #expect(try await place.secrets("get", "B_FIRST", "--cache-ttl", "0").output == "three")
        #expect(try await place.secrets("get", "A_NEW", "--cache-ttl", "0").output == "two")
        try await server.stop()
    }

    @Test func anUnchangedValueSendsNothingAndChangesNothing() async throws {
        let place = try await SecretPlace()
        try await place.secrets("set", "MAIL_TOKEN", "--stdin", input: "same")
        let before = place.text
        try await place.server.stop()
        let again = try await place.secrets("set", "MAIL_TOKEN", "--stdin", input: "same")
        #expect(again.exitCode == 0, "\(again.errorOutput)")
        #expect(again.output == "Unchanged: MAIL_TOKEN has this value already\n")
        #expect(place.text == before)
    }

    @Test func gatheringPagesLosesNoValue() async throws {
        let place = try await SecretPlace()
        for number in 1...20 {
            try await place.secrets("set", "S\(number)", "--stdin", input: "value \(number)")
        }
        #expect(try await place.secrets("set", "S7", "--stdin", input: "another").exitCode == 0)
        try await place.secrets("get", "S3")
        try await place.server.stop()
        let list = try await place.secrets("list").output.split(separator: "\n")
        #expect(list.count == 20)
        #expect(list.allSatisfy { $0.contains("cached") }, "\(list)")
        #expect(try await place.secrets("get", "S7").output == "another")
        #expect(try await place.secrets("get", "S20").output == "value 20")
        let pages = try place.cachePages()
        #expect(pages.count <= 9, "\(pages)")
    }

    @Test func everyBranchKeepsItsValues() async throws {
        let place = try await SecretPlace()
        try await place.secrets("import", "-", input: "A=main a\nB=main b\n")
        try await place.tool("save", "-m", "feat: secrets")
        #expect(try await place.secrets("run", "--", "true").exitCode == 0)
        try await place.tool("git", "--", "switch", "--quiet", "-c", "other")
        try await place.secrets("set", "A", "--stdin", input: "other a")
        try await place.tool("commit", "-m", "feat: another")
        #expect(try await place.secrets("run", "--", "true").exitCode == 0)
        try await place.server.stop()
        for (branch, value) in [("main", "main a"), ("other", "other a"), ("main", "main a")] {
            try await place.tool("git", "--", "switch", "--quiet", branch)
            #expect(try await place.secrets("get", "A").output == value)
            #expect(try await place.secrets("export").output.contains("B='main b'"))
        }
    }

    @Test func whatIsSetBesideAReaderStaysCached() async throws {
        let place = try await SecretPlace()
        try await place.secrets("import", "-", input: "A=a\nB=b\n")
        for round in 1...8 {
            async let set = place.secrets("set", "A", "--stdin", input: "round \(round)")
            async let first = place.secrets("export")
            async let second = place.secrets("export")
            #expect(try await [set, first, second].map(\.exitCode) == [0, 0, 0])
            let list = try await place.secrets("list").output.split(separator: "\n")
            #expect(list.allSatisfy { $0.contains("cached") }, "round \(round): \(list)")
        }
        try await place.server.stop()
    }

    @Test func everyDamageToTheCacheIsSurvived() async throws {
        let place = try await SecretPlace()
        try await place.secrets("set", "MAIL_TOKEN", "--stdin", input: "t0ken")
        let cache = "\(place.session.home)/.cache/eigenpal/secrets"
        let stores = try FileManager.default.contentsOfDirectory(atPath: cache)
        let store = "\(cache)/\(try #require(stores.first))"
        let pages = try FileManager.default.contentsOfDirectory(atPath: store)
        let page = "\(store)/\(try #require(pages.first))"
        let good = try Data(contentsOf: URL(fileURLWithPath: page))
        for change in 0..<24 {
            var bytes = good
            let index = change * good.count / 24
            switch change % 3 {
            case 0: bytes[index] ^= 0x01
            case 1: bytes = bytes.prefix(index)
            default: bytes.append(0)
            }
            try FileManager.default.removeItem(atPath: store)
            try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
            try bytes.write(to: URL(fileURLWithPath: page))
            let result = try await place.secrets("get", "MAIL_TOKEN")
            #expect(result.output == "t0ken", "change \(change): \(result.errorOutput)")
        }
        try await place.server.stop()
    }

    @Test func aKeyFileThatCannotBeUsedCostsARequestAndNoAnswer() async throws {
        let place = try await SecretPlace()
        try await place.secrets("set", "MAIL_TOKEN", "--stdin", input: "t0ken")
        let key = "\(place.session.home)/.config/eigenpal/secrets-cache.key"
        #expect(chmod(key, 0o644) == 0)
        let result = try await place.secrets("get", "MAIL_TOKEN")
        #expect(result.output == "t0ken")
        #expect(result.errorOutput.contains("warning: the secret cache is not used: \(key) can be read by"))
        #expect(result.errorOutput.contains("next: chmod 600 \(key)"))
        #expect(try await place.secrets("list").exitCode == 0)
        #expect(chmod(key, 0o600) == 0)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: key))
        bytes[bytes.count / 2] ^= 0x10
        try bytes.write(to: URL(fileURLWithPath: key))
        let damaged = try await place.secrets("get", "MAIL_TOKEN")
        #expect(damaged.output == "t0ken")
        #expect(damaged.errorOutput.contains("secrets cache clear --key"))
        #expect(try await place.secrets("cache", "clear", "--key").exitCode == 0)
        #expect(try await place.secrets("get", "MAIL_TOKEN").output == "t0ken")
        try await place.server.stop()
    }

    @Test func aLockedCacheOpensWithItsPassphrase() async throws {
        var place = try await SecretPlace()
        try await place.secrets("set", "MAIL_TOKEN", "--stdin", input: "t0ken")
        let file = "\(place.session.home)/passphrase"
        try "correct horse\n".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(chmod(file, 0o600) == 0)
        place.session.variables["EIGENPAL_CACHE_PASSPHRASE_FILE"] = file
        #expect(try await place.secrets("cache", "lock", "--passphrase").exitCode == 0)
        #expect(try await place.secrets("cache", "status").output.contains("locked by a passphrase"))
        try await place.server.stop()
        #expect(try await place.secrets("get", "MAIL_TOKEN").output == "t0ken")
        place.session.variables["EIGENPAL_CACHE_PASSPHRASE_FILE"] = .some(nil)
        let locked = try await place.secrets("get", "MAIL_TOKEN")
        #expect(locked.exitCode == 1)
        #expect(locked.errorOutput.contains("MAIL_TOKEN of agents/invoice is in the cache, which is locked"))
        #expect(locked.errorOutput.contains("next: eigenpal-src secrets cache unlock"))
        try "another one\n".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(chmod(file, 0o600) == 0)
        place.session.variables["EIGENPAL_CACHE_PASSPHRASE_FILE"] = file
        let wrong = try await place.secrets("get", "MAIL_TOKEN")
        #expect(wrong.exitCode == 1)
        #expect(wrong.errorOutput.contains("not the passphrase"))
        try "correct horse\n".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(chmod(file, 0o600) == 0)
        #expect(try await place.secrets("cache", "unlock", "--forever").exitCode == 0)
        place.session.variables["EIGENPAL_CACHE_PASSPHRASE_FILE"] = .some(nil)
        #expect(try await place.secrets("get", "MAIL_TOKEN").output == "t0ken")
    }
}
