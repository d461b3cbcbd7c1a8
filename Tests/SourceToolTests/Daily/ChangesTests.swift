import Foundation
import SourceFormat
import TestSupport
import Testing

@testable import SourceTool

@Suite struct ChangesTests {
    @Test func aFreshCheckoutIsClean() async throws {
        let place = try await Workplace()
        let report = try await CheckClean.run(place.context())
        #expect(report.isClean)
        #expect(report.exitCode == 0)
    }

    @Test func cleanListsEveryKindOfChange() async throws {
        let place = try await Workplace()
        try place.checkout.write("agents/invoice/AGENT.md", "# Changed\n")
        try place.checkout.write("agents/invoice/notes/new.md", "new\n")
        try place.checkout.remove("resources/rules/tone/tone.md")
        try place.checkout.write("agents/invoice/eigenpal_modules/x", "ignored\n")
        try await place.checkout.git("mv", "resources/skills/ocr/SKILL.md", "resources/skills/ocr/READ.md")
        let report = try await CheckClean.run(place.context())
        #expect(report.exitCode == 1)
        #expect(
            report.lines(.plain) == [
                "M agents/invoice/AGENT.md", "A agents/invoice/notes/new.md",
                "D resources/rules/tone/tone.md",
                "A resources/skills/ocr/READ.md", "D resources/skills/ocr/SKILL.md",
            ])
    }

    @Test func statusTellsWhereTheCheckoutStands() async throws {
        let place = try await Workplace()
        try await place.checkout.release("resources.skills.ocr@1.0.0")
        try await place.checkout.release("agents.invoice@0.1.0")
        try await place.checkout.commit("feat: more", files: ["agents/invoice/AGENT.md": "# More\n"])
        try place.checkout.write("agents/invoice/eigenpal.yaml", "schemaVersion: 1\nnam: Invoice\n")
        try place.checkout.write("README.md", "read me\n")
        let report = try await ShowStatus.run(place.context())
        #expect(report.branch == "main")
        #expect(report.upstream?.ahead == 1)
        #expect(report.upstream?.behind == 0)
        #expect(report.changed.map(\.package.description) == ["agents/invoice"])
        #expect(report.changed.first.map { $0.errors > 0 } == true)
        #expect(report.otherFiles.map(\.path) == ["README.md"])
        #expect(
            report.unreleased.map { "\($0.package) \($0.latest?.description ?? "-")" } == [
                "agents/invoice 0.1.0", "resources/rules/tone -",
            ])
        let json =
            try JSONSerialization.jsonObject(with: Data(try Output.json(report).utf8)) as? [String: Any]
        #expect((json?["upstream"] as? [String: Any])?["ahead"] as? Int == 1)
    }

    @Test func statusOfAnUnbornAndADetachedHead() async throws {
        let place = try await Workplace()
        try await place.checkout.git("checkout", "--quiet", "--detach")
        #expect(try await ShowStatus.run(place.context()).branch == nil)
        try await place.checkout.git("checkout", "--quiet", "--orphan", "empty")
        let report = try await ShowStatus.run(place.context())
        #expect(report.commit == nil)
        #expect(report.branch == "empty")
    }

    @Test func commitTakesNamedPackagesOnly() async throws {
        let place = try await Workplace()
        try place.checkout.write("agents/invoice/AGENT.md", "# Changed\n")
        try place.checkout.write("resources/skills/ocr/SKILL.md", "# Changed\n")
        try await place.checkout.git("add", "resources/skills/ocr/SKILL.md")
        let report = try await CommitChanges.run(
            place.context(), message: "fix: the agent", packages: ["agents.invoice"])
        #expect(report.files == ["agents/invoice/AGENT.md"])
        let changed = try await place.checkout.git("show", "--name-only", "--format=%s%n%an", "HEAD")
        #expect(changed == "fix: the agent\nAda\n\nagents/invoice/AGENT.md")
        let staged = try await place.checkout.git("diff", "--cached", "--name-only")
        #expect(staged == "resources/skills/ocr/SKILL.md")
    }

    @Test func commitWithoutPackagesTakesEverything() async throws {
        let place = try await Workplace()
        try place.checkout.write("README.md", "read me\n")
        try place.checkout.remove("resources/rules")
        _ = try await CommitChanges.run(place.context(), message: "chore: tidy")
        #expect(try await place.checkout.git("status", "--porcelain") == "")
    }

    @Test func nothingToCommitAndAnEmptyMessageAreRefused() async throws {
        let place = try await Workplace()
        let nothing = await refusal { _ = try await CommitChanges.run(place.context(), message: "x") }
        #expect(nothing?.message == "nothing to commit")
        let empty = await refusal { _ = try await CommitChanges.run(place.context(), message: " \n ") }
        #expect(empty?.exitCode == 2)
    }

    @Test func pushSaysWhatWentAndRemembersWhere() async throws {
        let place = try await Workplace()
        try await place.checkout.git("switch", "--quiet", "--create", "feature")
        let commit = try await place.checkout.commit(
            "feat: more", files: ["agents/invoice/AGENT.md": "# More\n"])
        let report = try await PushBranch.run(place.context())
        #expect(report.state == .pushed)
        #expect(try await place.remote.git("rev-parse", "feature") == commit)
        #expect(try await place.checkout.git("rev-parse", "feature@{upstream}") == commit)
        #expect(try await PushBranch.run(place.context()).state == .upToDate)
    }

    @Test func aPushThatIsBehindPointsToPull() async throws {
        let place = try await Workplace()
        let colleague = try await place.colleague()
        try await colleague.checkout.commit("feat: theirs", files: ["agents/invoice/AGENT.md": "# Theirs\n"])
        _ = try await PushBranch.run(colleague.context())
        let theirs = try await place.remote.git("rev-parse", "main")
        try await place.checkout.commit("feat: ours", files: ["resources/rules/tone/tone.md": "# Ours\n"])
        let error = await refusal { _ = try await PushBranch.run(place.context()) }
        #expect(error?.next == "eigenpal-src pull")
        #expect(try await place.remote.git("rev-parse", "main") == theirs)
    }

    @Test func pushNeedsABranch() async throws {
        let place = try await Workplace()
        try await place.checkout.git("checkout", "--quiet", "--detach")
        let error = await refusal { _ = try await PushBranch.run(place.context()) }
        #expect(error?.message.contains("on no branch") == true)
        #expect(error?.next == "eigenpal-src git -- switch main")
    }

    @Test func pullMovesForwardAndBringsTags() async throws {
        let place = try await Workplace()
        let colleague = try await place.colleague()
        // A release of a commit that this checkout has: only its tag is new.
        try await colleague.checkout.release("agents.invoice@0.1.0")
        try await colleague.checkout.commit("feat: theirs", files: ["agents/invoice/AGENT.md": "# Theirs\n"])
        try await colleague.checkout.git("push", "--quiet", "origin", "main", "agents.invoice@0.1.0")
        let report = try await PullChanges.run(place.context())
        #expect(report.state == .forwarded)
        #expect(report.commits == 1)
        #expect(report.tags == ["agents.invoice@0.1.0"])
        #expect(place.file("agents/invoice/AGENT.md") == "# Theirs\n")
        #expect(try await PullChanges.run(place.context()).state == .upToDate)
    }

    @Test func pullKeepsChangesThatAreNotInTheWay() async throws {
        let place = try await Workplace()
        let colleague = try await place.colleague()
        try await colleague.checkout.commit("feat: theirs", files: ["agents/invoice/AGENT.md": "# Theirs\n"])
        _ = try await PushBranch.run(colleague.context())
        try place.checkout.write("resources/rules/tone/tone.md", "# Ours\n")
        _ = try await PullChanges.run(place.context())
        #expect(place.file("resources/rules/tone/tone.md") == "# Ours\n")
        #expect(place.file("agents/invoice/AGENT.md") == "# Theirs\n")
    }

    @Test func pullNeverOverwritesAChange() async throws {
        let place = try await Workplace()
        let colleague = try await place.colleague()
        try await colleague.checkout.commit("feat: theirs", files: ["agents/invoice/AGENT.md": "# Theirs\n"])
        _ = try await PushBranch.run(colleague.context())
        try place.checkout.write("agents/invoice/AGENT.md", "# Ours\n")
        let before = try await place.checkout.git("rev-parse", "HEAD")
        let error = await refusal { _ = try await PullChanges.run(place.context()) }
        #expect(error?.details == ["agents/invoice/AGENT.md"])
        #expect(place.file("agents/invoice/AGENT.md") == "# Ours\n")
        #expect(try await place.checkout.git("rev-parse", "HEAD") == before)
    }

    @Test func pullNeverMerges() async throws {
        let place = try await Workplace()
        let colleague = try await place.colleague()
        try await colleague.checkout.commit("feat: theirs", files: ["agents/invoice/AGENT.md": "# Theirs\n"])
        _ = try await PushBranch.run(colleague.context())
        let ours = try await place.checkout.commit("feat: ours", files: ["README.md": "ours\n"])
        let error = await refusal { _ = try await PullChanges.run(place.context()) }
        #expect(error?.message == "main and origin/main have parted: 1 commit here, 1 commit there")
        #expect(error?.next == "eigenpal-src git -- rebase origin/main")
        #expect(try await place.checkout.git("rev-parse", "HEAD") == ours)
    }

    @Test func saveCommitsAndPushesOnlyChangedPackages() async throws {
        let place = try await Workplace()
        try place.checkout.write("agents/invoice/AGENT.md", "# Changed\n")
        try place.checkout.write("README.md", "read me\n")
        let report = try await SaveChanges.run(place.context(), message: "feat: change")
        #expect(report.packages.map(\.description) == ["agents/invoice"])
        #expect(report.leftAlone == ["README.md"])
        #expect(try await place.remote.git("rev-parse", "main") == report.commit?.commit)
        #expect(try await place.checkout.git("status", "--porcelain") == "?? README.md")
    }

    @Test func saveOfAnInvalidPackageCommitsNothing() async throws {
        let place = try await Workplace()
        let before = try await place.checkout.git("rev-parse", "HEAD")
        try place.checkout.write("agents/invoice/eigenpal.yaml", "schemaVersion: 1\nname: Invoice\nx: 1\n")
        try place.checkout.write("resources/skills/ocr/eigenpal.yaml", "schemaVersion: 2\nname: OCR\n")
        let error = await refusal { _ = try await SaveChanges.run(place.context(), message: "feat: change") }
        #expect(error?.details.contains { $0.hasPrefix("agents/invoice/eigenpal.yaml:3") } == true)
        #expect(error?.details.contains { $0.hasPrefix("resources/skills/ocr/eigenpal.yaml:1") } == true)
        #expect(error?.next == "eigenpal-src validate agents/invoice resources/skills/ocr")
        #expect(try await place.checkout.git("rev-parse", "HEAD") == before)
        #expect(try await place.remote.git("rev-parse", "main") == before)
    }

    @Test func saveOfADeletedPackage() async throws {
        let place = try await Workplace()
        try place.checkout.remove("resources/rules/tone")
        let report = try await SaveChanges.run(place.context(), message: "feat: no tone")
        #expect(report.packages.map(\.description) == ["resources/rules/tone"])
        #expect(try await place.remote.git("ls-tree", "-r", "--name-only", "main", "resources/rules") == "")
    }

    @Test func saveDoesNotTakeALostManifestForARemoval() async throws {
        let place = try await Workplace()
        let before = try await place.checkout.git("rev-parse", "HEAD")
        try await place.checkout.git(
            "mv", "resources/rules/tone/eigenpal.yaml", "resources/rules/tone/eigenpal.yml")
        let misnamed = await refusal { _ = try await SaveChanges.run(place.context(), message: "feat: x") }
        #expect(
            misnamed?.details.contains { $0.contains("git mv resources/rules/tone/eigenpal.yml") } == true)
        try place.checkout.remove("resources/rules/tone/eigenpal.yml")
        let lost = await refusal { _ = try await SaveChanges.run(place.context(), message: "feat: x") }
        #expect(lost?.next == "eigenpal-src validate resources/rules/tone")
        #expect(try await place.checkout.git("rev-parse", "HEAD") == before)
        #expect(try await place.remote.git("rev-parse", "main") == before)
    }

    @Test func saveSaysWhyANewFolderIsNoPackage() async throws {
        let place = try await Workplace()
        try place.checkout.write("agents/new/eigenpal.yml", "schemaVersion: 1\nname: New\n")
        let misnamed = await refusal { _ = try await SaveChanges.run(place.context(), message: "feat: x") }
        #expect(misnamed?.next == "mv agents/new/eigenpal.yml agents/new/eigenpal.yaml")
        try place.checkout.remove("agents/new")
        try place.checkout.write("agents/New/eigenpal.yaml", "schemaVersion: 1\nname: New\n")
        let capitals = await refusal { _ = try await SaveChanges.run(place.context(), message: "feat: x") }
        #expect(capitals?.next == "mv agents/New agents/new")
        let none = await refusal {
            _ = try await SaveChanges.run(place.context(), message: "feat: x", packages: ["agents/none"])
        }
        #expect(none?.message == "there is no package agents/none in this checkout")
        // Beside what is saved, it is warned about.
        try place.checkout.write("agents/invoice/AGENT.md", "# Changed\n")
        let terminal = RecordingTerminal()
        _ = try await SaveChanges.run(place.context(terminal: terminal), message: "feat: x")
        #expect(terminal.talk.contains { $0.contains("agents/New is no package") })
    }

    @Test func aCommitCountsWhatItHolds() async throws {
        let place = try await Workplace()
        let other = try await place.colleague()
        try await place.checkout.git("clone", "--quiet", other.checkout.path, "nested")
        try place.checkout.write("README.md", "read me\n")
        let report = try await CommitChanges.run(place.context(), message: "docs: x")
        let held = try await place.checkout.git("show", "--name-only", "--format=", "HEAD")
        #expect(report.files == held.split(separator: "\n").map(String.init))
    }

    @Test func pullSaysWhatToDoAboutFilesThatGitDoesNotKnow() async throws {
        let place = try await Workplace()
        let colleague = try await place.colleague()
        try await colleague.checkout.commit("feat: theirs", files: ["notes.md": "theirs\n"])
        _ = try await PushBranch.run(colleague.context())
        try place.checkout.write("notes.md", "ours\n")
        let error = await refusal { _ = try await PullChanges.run(place.context()) }
        #expect(error?.next == "eigenpal-src git -- stash --include-untracked")
        #expect(error?.details.first == "notes.md")
        #expect(place.file("notes.md") == "ours\n")
        try await place.checkout.git("stash", "--include-untracked")
        #expect(try await PullChanges.run(place.context()).state == .forwarded)
    }

    @Test func aRemoteWithAKeyInItsURLIsRefusedWithoutShowingIt() async throws {
        let place = try await Workplace()
        let url = "http://eigenpal:ep_secret@127.0.0.1:9/orgs/acme.git"
        try await place.checkout.git("remote", "set-url", "origin", url)
        let errors = [
            await refusal { _ = try await PullChanges.run(place.context()) },
            await refusal { _ = try await PushBranch.run(place.context()) },
        ]
        for error in errors {
            #expect(error?.description.contains("ep_secret") == false)
            #expect(error?.message.contains("http://••••@127.0.0.1:9/orgs/acme.git") == true)
            #expect(
                error?.next
                    == "eigenpal-src git -- remote set-url origin http://127.0.0.1:9/orgs/acme.git")
        }
        let report = await Doctor.run(place.context())
        let check = report.checks.first { $0.name == "remote" }
        #expect(check?.status == .failure)
        #expect(check?.fix == "git remote set-url origin http://127.0.0.1:9/orgs/acme.git")
        #expect(!report.lines(.plain).joined().contains("ep_secret"))
    }

    @Test func aRefusedPushKeepsTheCommitAndTheNextSaveSendsIt() async throws {
        let place = try await Workplace()
        let colleague = try await place.colleague()
        try await colleague.checkout.commit("feat: theirs", files: ["README.md": "theirs\n"])
        _ = try await PushBranch.run(colleague.context())
        try place.checkout.write("agents/invoice/AGENT.md", "# Ours\n")
        let error = await refusal { _ = try await SaveChanges.run(place.context(), message: "feat: ours") }
        let commit = try await place.checkout.git("rev-parse", "HEAD")
        #expect(error?.message.hasPrefix("committed \(commit.prefix(7)), which is not pushed") == true)
        #expect(error?.next == "eigenpal-src pull")
        try await place.checkout.git("pull", "--quiet", "--rebase")
        let report = try await SaveChanges.run(place.context(), message: "feat: ours")
        #expect(report.commit == nil)
        #expect(report.push.state == .pushed)
        let nothing = await refusal { _ = try await SaveChanges.run(place.context(), message: "feat: ours") }
        #expect(nothing?.message == "nothing to save: no package changed")
    }

    @Test func aMergeThatIsNotResolvedIsNotCommitted() async throws {
        let place = try await Workplace()
        try await place.checkout.git("switch", "--quiet", "--create", "other")
        try await place.checkout.commit("feat: one", files: ["agents/invoice/AGENT.md": "# One\n"])
        try await place.checkout.git("switch", "--quiet", "main")
        try await place.checkout.commit("feat: two", files: ["agents/invoice/AGENT.md": "# Two\n"])
        _ = try? await place.checkout.git("merge", "other")
        let error = await refusal { _ = try await SaveChanges.run(place.context(), message: "feat: both") }
        #expect(error?.details.first == "agents/invoice/AGENT.md")
        #expect(error?.next == "eigenpal-src git -- add FILE")
    }
}
