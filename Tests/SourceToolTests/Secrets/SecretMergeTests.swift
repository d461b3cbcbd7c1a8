import Foundation
import SourceFormat
import TestSupport
import Testing

/// Secrets files merged, rebased and compared by plain git, with the drivers that `clone` sets up.
@Suite struct SecretMergeTests {
    /// A place with four secrets, and two branches from there.
    private func branches() async throws -> SecretPlace {
        let place = try await SecretPlace()
        for name in ["CHANGED_HERE", "CHANGED_THERE", "GONE_HERE", "GONE_THERE"] {
            try await place.secrets("set", name, "--stdin", input: "old-\(name)")
        }
        #expect(try await place.tool("save", "-m", "feat: set").exitCode == 0)
        try await git(place, "checkout", "-q", "-b", "there")
        try await place.secrets("set", "CHANGED_THERE", "--stdin", input: "new-there")
        try await place.secrets(
            "set", "ADDED_THERE", "--stdin", "--description", "Theirs", input: "added-there")
        try await place.secrets("unset", "GONE_THERE")
        try await git(place, "commit", "-qam", "there")
        try await git(place, "checkout", "-q", "main")
        try await place.secrets("set", "CHANGED_HERE", "--stdin", input: "new-here")
        try await place.secrets("set", "ADDED_HERE", "--stdin", input: "added-here")
        try await place.secrets("unset", "GONE_HERE")
        try await git(place, "commit", "-qam", "here")
        return place
    }

    @discardableResult
    private func git(_ place: SecretPlace, _ arguments: String...) async throws -> CommandResult {
        try await runCommand("git", arguments, in: place.checkout, environment: place.session.environment)
    }

    private func expectBoth(_ place: SecretPlace) async throws {
        let exported = try await place.secrets("export", "--format", "json", "--cache-ttl", "0")
        #expect(
            try JSONDecoder().decode([String: String].self, from: Data(exported.output.utf8)) == [
                "CHANGED_HERE": "new-here", "CHANGED_THERE": "new-there", "ADDED_HERE": "added-here",
                "ADDED_THERE": "added-there",
            ])
        #expect(try await place.secrets("verify").exitCode == 0)
        let there = try place.file().entries.first { $0.name.rawValue == "ADDED_THERE" }
        #expect(there?.description == "Theirs")
    }

    @Test func differentSecretsMergeByThemselves() async throws {
        let place = try await branches()
        let merge = try await git(place, "merge", "-q", "--no-edit", "there")
        #expect(merge.exitCode == 0, "\(merge.errorOutput)")
        try await expectBoth(place)
        try await place.server.stop()
    }

    @Test func aRebaseDoesTheSame() async throws {
        let place = try await branches()
        try await git(place, "checkout", "-q", "there")
        let rebase = try await git(place, "rebase", "-q", "main")
        #expect(rebase.exitCode == 0, "\(rebase.errorOutput)")
        try await expectBoth(place)
        try await place.server.stop()
    }

    @Test func theSameSecretConflictsByName() async throws {
        let place = try await branches()
        try await place.secrets("set", "CHANGED_THERE", "--stdin", input: "new-here-too")
        try await git(place, "commit", "-qam", "here too")
        let merge = try await git(place, "merge", "-q", "--no-edit", "there")
        #expect(merge.exitCode == 1)
        #expect(merge.errorOutput.contains("CHANGED_THERE was changed on both sides"))
        #expect(merge.errorOutput.contains("secrets resolve CHANGED_THERE --package agents/invoice"))
        #expect(try await place.secrets("get", "CHANGED_THERE").output == "new-here-too")
        #expect(try await place.tool("validate", "agents/invoice").exitCode == 1)
        #expect(try await place.secrets("resolve", "CHANGED_HERE", "--ours").exitCode == 1)
        let resolved = try await place.secrets("resolve", "CHANGED_THERE", "--theirs")
        #expect(resolved.exitCode == 0, "\(resolved.errorOutput)")
        #expect(try await git(place, "commit", "-q", "--no-edit").exitCode == 0)
        try await expectBoth(place)
        #expect(try await place.tool("validate", "agents/invoice").exitCode == 0)
        try await place.server.stop()
    }

    @Test func differencesAreShownByName() async throws {
        let place = try await branches()
        let diff = try await git(place, "diff", "main~1", "main")
        #expect(diff.output.contains("\n+ ADDED_HERE\n"))
        #expect(diff.output.contains("\n~ CHANGED_HERE\n"))
        #expect(diff.output.contains("\n- GONE_HERE\n"))
        #expect(!diff.output.contains("ciphertext"))
        let log = try await git(place, "log", "-p", "-1", "main")
        #expect(log.output.contains("\n+ ADDED_HERE  "))
        #expect(log.output.contains("\n- CHANGED_HERE  ") && log.output.contains("\n+ CHANGED_HERE  "))
        #expect(log.output.contains("\n- GONE_HERE  "))
        #expect(log.output.contains("\n  CHANGED_THERE  "))
        #expect(!log.output.contains("ciphertext"))
        let own = try await place.secrets("diff", "main~1", "main", "--json")
        #expect(own.output.contains("\"kind\": \"removed\""))
        let blame = try await place.secrets("blame")
        #expect(blame.output.contains("ADDED_HERE") && blame.output.contains("here"))
        try await place.server.stop()
    }

    @Test func withoutTheToolGitMergesAsText() async throws {
        let place = try await branches()
        for key in [
            "merge.eigenpal-secrets.driver", "diff.eigenpal-secrets.command",
            "diff.eigenpal-secrets.textconv",
        ] {
            let value = try await git(place, "config", key).output
            let gone = value.replacingOccurrences(of: Products.tool, with: "/nonexistent/eigenpal-src")
            try await git(place, "config", key, String(gone.dropLast()))
        }
        #expect(try await git(place, "diff", "main~1", "main").output.contains("ciphertext"))
        _ = try await git(place, "merge", "-q", "--no-edit", "there")
        #expect(place.text?.contains("<<<<<<<") == true)
        try await place.server.stop()
    }
}
