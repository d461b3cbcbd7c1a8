import Foundation
import SourceFormat
import TestSupport
import Testing

@testable import SourceTool

/// What a release would do, by dry runs in real repositories.
@Suite struct ReleasePlanningTests {
    /// An agent that uses a skill at 1.0.0, a workflow that uses the agent at 1.0.0, and a rule; all released as 1.0.0.
    private static func chain() async throws -> Workplace {
        var files = Workplace.files
        files["agents/invoice/eigenpal.yaml"] = """
            schemaVersion: 1
            name: Invoice # for people
            dependencies:
              'workspace:resources.skills.ocr':   "1.0.0"   # pinned

            """
        files["workflows/intake/eigenpal.yaml"] = """
            schemaVersion: 1
            name: Intake
            dependencies: {invoice: "workspace:agents.invoice@1.0.0", "workspace:resources.rules.tone": '1.0.0'}

            """
        files["workflows/intake/workflow.yaml"] = "name: intake\n"
        let place = try await Workplace(files: files)
        for name in ["resources.skills.ocr", "agents.invoice", "workflows.intake", "resources.rules.tone"] {
            try await place.checkout.release("\(name)@1.0.0")
        }
        try await place.checkout.git("push", "--quiet", "--tags", "origin")
        return place
    }

    private func plan(
        _ place: Workplace, _ arguments: [String], _ options: ReleaseOptions = .init(isDryRun: true)
    ) async throws -> ReleaseReport {
        try await MakeRelease.run(place.context(), try ReleaseRequest(parsing: arguments), options)
    }

    private func push(_ place: Workplace, _ message: String, _ files: [String: String]) async throws {
        try await place.checkout.commit(message, files: files)
        try await place.checkout.git("push", "--quiet", "origin", "main")
    }

    @Test func theFirstReleaseStartsFromZero() async throws {
        let place = try await Workplace()
        for (level, expected) in [("patch", "0.0.1"), ("minor", "0.1.0"), ("major", "1.0.0")] {
            let report = try await plan(place, [level, "agents/invoice"])
            #expect(report.releases.map(\.tag) == ["agents.invoice@\(expected)"])
            #expect(report.releases.first?.previous == nil)
        }
        // A patch is the default of one package, and what the commits ask for that of all.
        #expect(try await plan(place, ["agents/invoice"]).releases.map(\.version.description) == ["0.0.1"])
        let all = try await plan(place, [], .init(all: true, isDryRun: true))
        #expect(all.releases.map(\.version.description) == ["0.1.0", "0.1.0", "0.1.0"])
        #expect(all.releases.map(\.tag).sorted() == all.releases.map(\.tag))
    }

    @Test func versionsAreRaisedByNumberNotByText() async throws {
        let place = try await Workplace()
        for version in ["0.9.0", "0.10.0", "0.2.7"] {
            try await place.checkout.release("agents.invoice@\(version)")
        }
        try await place.checkout.git("push", "--quiet", "--tags", "origin")
        let report = try await plan(place, ["minor", "agents/invoice"])
        #expect(report.releases.map(\.tag) == ["agents.invoice@0.11.0"])
        #expect(report.releases.first?.previous?.description == "0.10.0")
        #expect(report.releases.first?.warnings == ["nothing changed in agents/invoice since 0.10.0"])
        let lower = try await plan(place, ["0.0.1", "agents/invoice"])
        #expect(
            lower.releases.first?.warnings.first == "0.0.1 is below 0.10.0, which stays the latest release")
    }

    @Test func autoAsksTheCommits() async throws {
        let place = try await Self.chain()
        #expect(try await plan(place, ["auto", "agents/invoice"]).releases.isEmpty)
        try await push(place, "fix: read dates", ["agents/invoice/AGENT.md": "# More\n"])
        try await push(place, "docs: tell", ["resources/rules/tone/tone.md": "# Tone, told\n"])
        #expect(
            try await plan(place, ["auto", "agents/invoice"]).releases.map(\.tag) == ["agents.invoice@1.0.1"])
        #expect(
            try await plan(place, [], .init(all: true, isDryRun: true)).releases.map(\.tag) == [
                "agents.invoice@1.0.1"
            ])
        let forced = try await plan(place, ["minor"], .init(all: true, isDryRun: true))
        #expect(forced.releases.map(\.tag) == ["agents.invoice@1.1.0", "resources.rules.tone@1.1.0"])
    }

    @Test func theMessageIsTheChangelog() async throws {
        let place = try await Self.chain()
        try await push(place, "feat(read): dates", ["agents/invoice/AGENT.md": "# More\n"])
        let head = try await place.checkout.git("rev-parse", "--short=7", "HEAD")
        let report = try await plan(place, ["auto", "agents/invoice"])
        #expect(
            report.releases.first?.message
                == "Release agents.invoice 1.1.0\n\n### Features\n\n- **read:** dates (\(head))\n")
        try place.checkout.write(
            ".eigenpal-src.yaml", "schemaVersion: 1\ntagMessage: \"{{tag}} after {{previous}}\"\n")
        let other = try await plan(place, ["auto", "agents/invoice"])
        #expect(other.releases.first?.message == "agents.invoice@1.1.0 after 1.0.0\n")
    }

    @Test func dependentsFollowInOneCommitAndKeepTheirLines() async throws {
        let place = try await Self.chain()
        try await push(place, "feat: read more", ["resources/skills/ocr/SKILL.md": "# OCR, more\n"])
        let alone = try await plan(place, ["auto", "resources/skills/ocr"])
        #expect(alone.releases.map(\.tag) == ["resources.skills.ocr@1.1.0"])
        #expect(alone.releases.first?.staying.map(\.description) == ["agents/invoice"])
        #expect(alone.main == nil)

        let options = ReleaseOptions(withDependents: true, isDryRun: true)
        let report = try await plan(place, ["auto", "resources/skills/ocr"], options)
        #expect(
            report.releases.map(\.tag) == [
                "resources.skills.ocr@1.1.0", "agents.invoice@1.0.1", "workflows.intake@1.0.1",
            ])
        #expect(report.main?.raised.map(\.description) == ["agents/invoice", "workflows/intake"])
        #expect(report.releases.allSatisfy { $0.staying.isEmpty })
        #expect(
            report.releases[1].message?.hasSuffix("### Dependencies\n\n- resources.skills.ocr 1.1.0\n")
                == true)
        let commit = try #require(report.commit)
        let changed = try await place.checkout.git("diff", "--numstat", "HEAD", commit)
        #expect(changed == "1\t1\tagents/invoice/eigenpal.yaml\n1\t1\tworkflows/intake/eigenpal.yaml")
        let agent = try await place.checkout.git("show", "\(commit):agents/invoice/eigenpal.yaml")
        #expect(agent.contains("  'workspace:resources.skills.ocr':   \"1.1.0\"   # pinned"))
        let workflow = try await place.checkout.git("show", "\(commit):workflows/intake/eigenpal.yaml")
        #expect(
            workflow.contains(
                "{invoice: \"workspace:agents.invoice@1.0.1\", \"workspace:resources.rules.tone\": '1.0.0'}"))
        // The same by the repository's settings.
        try place.checkout.write(".eigenpal-src.yaml", "schemaVersion: 1\ndependents: follow\n")
        let followed = try await plan(place, [], .init(all: true, isDryRun: true))
        #expect(followed.releases.map(\.tag) == report.releases.map(\.tag))
        // What is left out stays where it is.
        try place.checkout.write(
            ".eigenpal-src.yaml", "schemaVersion: 1\ndependents: follow\nexclude: [agents/invoice]\n")
        let without = try await plan(place, [], .init(all: true, isDryRun: true))
        #expect(without.releases.map(\.tag) == ["resources.skills.ocr@1.1.0"])
        let excluded = await refusal { _ = try await self.plan(place, ["agents/invoice"]) }
        #expect(excluded?.message == "agents/invoice is left out of releases by .eigenpal-src.yaml")
    }

    @Test func aDependentWithFeaturesOfItsOwnIsNoPatch() async throws {
        let place = try await Self.chain()
        try await push(
            place, "feat: both",
            ["resources/skills/ocr/SKILL.md": "# More\n", "agents/invoice/AGENT.md": "# More\n"])
        let report = try await plan(
            place, ["major", "resources/skills/ocr"], .init(withDependents: true, isDryRun: true))
        #expect(
            report.releases.map(\.tag) == [
                "resources.skills.ocr@2.0.0", "agents.invoice@1.1.0", "workflows.intake@1.0.1",
            ])
    }

    @Test func aBranchIsBroughtToMainFirst() async throws {
        let place = try await Self.chain()
        try await place.checkout.git("switch", "--quiet", "--create", "topic")
        let topic = try await place.checkout.commit(
            "feat: topic", files: ["agents/invoice/AGENT.md": "# Topic\n"])
        let options = ReleaseOptions(merges: true, isDryRun: true)
        let forward = try await plan(place, ["auto", "agents/invoice"], options)
        #expect(forward.commit == topic)
        #expect(forward.main?.merged == "topic")
        // Someone else pushes meanwhile: a merge commit has both.
        let colleague = try await place.colleague()
        let other = try await colleague.checkout.commit(
            "fix: tone", files: ["resources/rules/tone/tone.md": "# Other\n"])
        try await colleague.checkout.git("push", "--quiet", "origin", "main")
        let merged = try await plan(place, ["auto", "agents/invoice"], options)
        let commit = try #require(merged.commit)
        #expect(
            try await place.checkout.git("rev-parse", "\(commit)^1", "\(commit)^2") == "\(other)\n\(topic)")
        #expect(merged.releases.map(\.tag) == ["agents.invoice@1.1.0"])
        #expect(try await place.checkout.git("log", "-1", "--format=%s", commit) == "Merge branch 'topic'")
        // What main has and did not push would be left behind.
        try await place.checkout.git("switch", "--quiet", "main")
        try await place.checkout.commit("fix: mine", files: ["resources/rules/tone/more.md": "x\n"])
        try await place.checkout.git("switch", "--quiet", "topic")
        let error = await refusal { _ = try await self.plan(place, ["auto", "agents/invoice"], options) }
        #expect(error?.next == "eigenpal-src push")
    }

    @Test func aTagThatIsOnlyHereIsNoRelease() async throws {
        let place = try await Self.chain()
        try await place.checkout.git("tag", "agents.invoice@1.0.1")
        let error = await refusal { _ = try await self.plan(place, ["patch", "agents/invoice"]) }
        #expect(error?.message.contains("not on origin") == true)
        #expect(error?.next == "eigenpal-src git -- tag --delete agents.invoice@1.0.1")
        let taken = await refusal { _ = try await self.plan(place, ["1.0.0", "agents/invoice"]) }
        #expect(taken?.next == "eigenpal-src release 1.0.1 agents/invoice")
    }

    @Test func everyPackageOfAGoMustBeSound() async throws {
        let place = try await Self.chain()
        try await push(
            place, "feat: break",
            [
                "agents/invoice/eigenpal.yaml": "schemaVersion: 1\nnames: no\n",
                "resources/rules/tone/tone.md": "x\n",
            ])
        let error = await refusal { _ = try await self.plan(place, [], .init(all: true, isDryRun: true)) }
        #expect(error?.message == "agents/invoice is not valid")
        #expect(error?.next == "eigenpal-src validate agents/invoice")
    }

    @Test(arguments: [["--all-and-names"], ["exact"]])
    func allNamesNothingElse(kind: [String]) async throws {
        let place = try await Workplace()
        let arguments = kind == ["exact"] ? ["1.0.0"] : ["agents/invoice"]
        let error = await refusal {
            _ = try await self.plan(place, arguments, .init(all: true, isDryRun: true))
        }
        #expect(error?.exitCode == 2)
    }
}
