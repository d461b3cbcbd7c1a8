import Foundation
import Git
import SourceFormat
import SourceRepository
import SystemPackage
import TestSupport
import Testing

@testable import SourceTool

@Suite struct PlanReleasesTests {
    /// A workplace whose agent, skill and rule are released as 1.0.0; the agent depends on the skill.
    private func workplace() async throws -> Workplace {
        var files = Workplace.files
        files["agents/invoice/eigenpal.yaml"] =
            "schemaVersion: 1\nname: Invoice\ndependencies:\n  \"workspace:resources.skills.ocr\": \"1.0.0\"\n"
        let place = try await Workplace(files: files)
        for name in ["agents.invoice", "resources.skills.ocr", "resources.rules.tone"] {
            try await place.checkout.release("\(name)@1.0.0")
        }
        return place
    }

    private func refused(
        _ place: Workplace, _ packages: [String] = [], _ options: PlanReleases.Options = .init()
    ) async -> ToolError? {
        await refusal { _ = try await PlanReleases.run(place.context(), packages: packages, options) }
    }

    @Test func thePackageAroundIsPlannedOrElseAll() async throws {
        let place = try await workplace()
        let id = try await place.checkout.commit(
            "feat: read scans", files: ["agents/invoice/AGENT.md": "# More\n"])
        let all = try await PlanReleases.run(place.context(in: "agents"))
        #expect(all.isAll && all.plan.packages.count == 3 && all.plan.commit == id)
        #expect(
            all.lines(.plain) == [
                "agents/invoice  1.0.0 -> 1.1.0  minor  1 commit",
                "  \(id.prefix(7))  minor  feat: read scans", "",
                "1 package to release, 2 with nothing to release", "next: eigenpal-src release auto --all",
            ])
        let here = try await PlanReleases.run(place.context(in: "agents/invoice"))
        #expect(!here.isAll && here.plan.packages.map(\.path.description) == ["agents/invoice"])
        #expect(here.lines(.plain).last == "next: eigenpal-src release auto agents/invoice")
        let wide = try await PlanReleases.run(place.context(in: "agents/invoice"), .init(isAll: true))
        #expect(wide.plan == all.plan)
        let other = try await PlanReleases.run(place.context(), packages: ["resources.rules.tone"])
        #expect(
            other.lines(.plain) == [
                "resources/rules/tone has nothing to release; its highest release is 1.0.0"
            ])
    }

    @Test func whatIsOddAboutACommitIsSaid() async throws {
        let place = try await workplace()
        let checkout = place.checkout
        let first = try await checkout.commit("add things", files: ["agents/invoice/AGENT.md": "1\n"])
        try await checkout.commit("feat(api)!: \u{1B}[31mred", files: ["agents/invoice/AGENT.md": "2\n"])
        try await checkout.commit("docs: tell", files: ["agents/invoice/AGENT.md": "3\n"])
        let taken = try await checkout.commit("feat: x", files: ["agents/invoice/AGENT.md": "4\n"])
        try await checkout.commit(
            "Revert \"feat: x\"\n\nThis reverts commit \(taken).",
            files: [
                "agents/invoice/AGENT.md": "3\n"
            ])
        let terminal = RecordingTerminal()
        let report = try await PlanReleases.run(place.context(), packages: ["agents/invoice"])
        try Output.render(report, json: false, in: place.context(terminal: terminal))
        let lines = terminal.output.split(separator: "\n").map(String.init)
        #expect(lines[0] == "agents/invoice  1.0.0 -> 2.0.0  major  2 commits")
        #expect(lines[1].hasSuffix("  -      Revert \"feat: x\"  (cancelled by a revert)"))
        #expect(lines[2].hasSuffix("  -      feat: x  (cancelled by a revert)"))
        #expect(lines[3].hasSuffix("  -      docs: tell"))
        #expect(lines[4].hasSuffix("  major  feat(api)!: ␛[31mred  (breaking)"))
        #expect(
            lines[5]
                == "  \(first.prefix(7))  patch  add things  (not by the convention, counts as patch)")
    }

    @Test func manyCommitsAreCutShortWhereThereAreManyPackages() async throws {
        let place = try await workplace()
        for number in 1...12 {
            try await place.checkout.commit(
                "fix: \(number)", files: ["agents/invoice/AGENT.md": "\(number)\n"])
        }
        let all = try await PlanReleases.run(place.context()).lines(.plain)
        #expect(all[10].hasSuffix("fix: 3") && all[11] == "  and 2 more commits; --json has them all")
        let one = try await PlanReleases.run(place.context(), packages: ["agents/invoice"]).lines(.plain)
        #expect(one[12].hasSuffix("fix: 1"))
    }

    @Test func dependentsStayOrFollow() async throws {
        let place = try await workplace()
        try await place.checkout.commit("fix: ocr", files: ["resources/skills/ocr/SKILL.md": "# More\n"])
        let stays = try await PlanReleases.run(place.context()).lines(.plain)
        #expect(stays[0] == "resources/skills/ocr  1.0.0 -> 1.0.1  patch  1 commit")
        #expect(stays[2] == "  dependents stay: agents/invoice on 1.0.0")
        // The settings are those of the working tree, committed or not.
        try place.checkout.write(PlanSettings.fileName, "schemaVersion: 1\ndependents: follow\n")
        let follows = try await PlanReleases.run(place.context()).lines(.plain)
        #expect(
            follows[0]
                == "agents/invoice        1.0.0 -> 1.0.1  patch  resources/skills/ocr 1.0.0 -> 1.0.1")
        #expect(follows[3] == "  dependents follow: agents/invoice on 1.0.0")
        let markdown = try await PlanReleases.run(place.context()).markdown.lines(.plain)
        #expect(
            markdown.contains(
                "| `agents/invoice` | 1.0.0 | **1.0.1** | resources/skills/ocr 1.0.0 -\\> 1.0.1 |"))
    }

    @Test func settingsThatAreNotValidAreRefusedWithEveryReason() async throws {
        let place = try await workplace()
        try place.checkout.write(
            PlanSettings.fileName, "schemaVersion: 1\ndependents: folow\nexclude: [agents/]\n")
        let error = await refused(place)
        #expect(error?.message == ".eigenpal-src.yaml is not valid" && error?.exitCode == 1)
        #expect(error?.details.count == 2 && error?.next == "eigenpal-src release plan")
        #expect(error?.details.first?.contains("Did you mean follow?") == true)
        try place.checkout.write(
            PlanSettings.fileName, "schemaVersion: 1\nexclude:\n  - agents/invoice\n")
        try await place.checkout.commit("feat: x", files: ["agents/invoice/AGENT.md": "# More\n"])
        let left = try await PlanReleases.run(place.context(), packages: ["agents/invoice"]).lines(.plain)
        #expect(left == ["Left out by .eigenpal-src.yaml: agents/invoice"])
    }

    @Test func whatIsNotThereIsRefused() async throws {
        let place = try await workplace()
        #expect(await refused(place, ["agents/none"])?.next == "eigenpal-src pull")
        try place.checkout.write("agents/new/eigenpal.yaml", "schemaVersion: 1\nname: New\n")
        let new = await refused(place, ["agents/new"])
        #expect(new?.message == "agents/new is not committed yet, and releases are of commits")
        #expect(new?.next == "eigenpal-src save -m MESSAGE agents/new")
        for name in ["nowhere", "", "HEAD:eigenpal.yaml", "HEAD^{tree}"] {
            let error = await refused(place, [], .init(since: name))
            #expect(error?.message == "there is no commit \"\(name)\"" && error?.exitCode == 2)
        }
        #expect(await refused(place, [], .init(bump: "Major"))?.exitCode == 2)
        #expect(await refused(place, ["agents/invoice"], .init(isAll: true))?.exitCode == 2)
        #expect(await refused(place, ["agents/../x"])?.exitCode == 2)
        try await place.checkout.git("switch", "--quiet", "--orphan", "empty")
        try place.checkout.write("eigenpal.yaml", "schemaVersion: 1\n")
        let unborn = await refused(place)
        #expect(unborn?.message == "the branch empty has no commit yet, and releases are of commits")
    }

    @Test func aCommitOrALevelMayBeAskedFor() async throws {
        let place = try await workplace()
        try await place.checkout.commit("feat: one", files: ["agents/invoice/AGENT.md": "1\n"])
        try await place.checkout.commit("docs: two", files: ["agents/invoice/AGENT.md": "2\n"])
        let since = try await PlanReleases.run(place.context(), .init(since: "HEAD~1"))
        #expect(since.plan.moving.isEmpty && since.next == nil)
        let both = try await PlanReleases.run(place.context(), .init(since: "HEAD~2"))
        // "release" counts from the highest release, and would not do the same.
        #expect(both.plan.moving.count == 1 && both.next == nil)
        let bumped = try await PlanReleases.run(
            place.context(), packages: ["agents/invoice"], .init(bump: "major"))
        #expect(bumped.lines(.plain)[0] == "agents/invoice  1.0.0 -> 2.0.0  major  asked for, 1 commit")
        #expect(bumped.lines(.plain).last == "next: eigenpal-src release major agents/invoice")
    }

    @Test func anIndexThatCannotBeReadOrWrittenBreaksNoPlan() async throws {
        let place = try await workplace()
        try await place.checkout.commit("feat: one", files: ["agents/invoice/AGENT.md": "1\n"])
        let plan = try await PlanReleases.run(place.context()).plan
        let index = "\(place.checkout.path)/.git/eigenpal/touch-index"
        let whole = try Data(contentsOf: URL(fileURLWithPath: index))
        for damaged in [Data(), whole.prefix(100), whole + [0], Data("eptouch1".utf8) + Data(count: 4000)] {
            try damaged.write(to: URL(fileURLWithPath: index))
            #expect(try await PlanReleases.run(place.context()).plan == plan)
        }
        try FileManager.default.removeItem(atPath: index)
        try FileManager.default.createDirectory(atPath: index, withIntermediateDirectories: true)
        #expect(try await PlanReleases.run(place.context()).plan == plan)
        let folder = "\(place.checkout.path)/.git/eigenpal"
        try FileManager.default.removeItem(atPath: folder)
        try Data().write(to: URL(fileURLWithPath: folder))
        #expect(try await PlanReleases.run(place.context()).plan == plan)
    }

    @Test func aShallowCloneIsWarnedAbout() async throws {
        let place = try await workplace()
        try await place.checkout.commit("feat: one", files: ["agents/invoice/AGENT.md": "1\n"])
        try await place.checkout.git("push", "--quiet", "origin", "main")
        let clone = place.checkout.directory.appending("shallow")
        try await place.checkout.git(
            "clone", "--quiet", "--depth", "1", "file://\(place.remote.path)", clone)
        let terminal = RecordingTerminal()
        var context = place.context(terminal: terminal)
        context.workingDirectory = .init(clone)
        let report = try await PlanReleases.run(context)
        #expect(
            report.plan.isShallow && terminal.talk.first?.hasPrefix("warning: this clone is shallow") == true)
        #expect(report.markdown.lines(.plain).last == "The history was cut off by a shallow clone\\.")
    }
}

@Suite struct PlanFormsTests {
    @Test func itsOwnJSONIsTheEncoders() async throws {
        let place = try await Workplace()
        let checkout = place.checkout
        for name in ["agents.invoice", "resources.skills.ocr"] { try await checkout.release("\(name)@1.0.0") }
        try await checkout.commit(
            "feat(a\"b)!: q\\ é 🔑 \u{7F}",
            files: [
                PlanSettings.fileName:
                    "schemaVersion: 1\ndependents: follow\nexclude: [resources/rules/tone]\n",
                "agents/invoice/eigenpal.yaml":
                    "schemaVersion: 1\nname: I\ndependencies:\n  \"workspace:resources.skills.ocr\": \"1.0.0\"\n",
                "resources/skills/ocr/SKILL.md": "# More\n", "agents/bad/eigenpal.yaml": "nothing\n",
            ])
        try await checkout.commit("tidy", files: ["resources/skills/ocr/SKILL.md": "# Most\n"])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for options in [PlanReleases.Options(), .init(bump: "minor"), .init(since: "HEAD")] {
            let report = try await PlanReleases.run(place.context(), options)
            #expect(report.plan.packages.count == 3 && report.plan.excluded.count == 1)
            #expect(try #require(report.compactJSON) == Array(try encoder.encode(report)))
        }
    }

    @Test func markdownObeysNoCommit() async throws {
        let place = try await Workplace()
        try await place.checkout.commit(
            "feat(a*b*): </details><img src=x> [a](b) `c` | d_e\n\nBREAKING CHANGE: # no heading",
            files: ["agents/invoice/AGENT.md": "1\n"])
        try await place.checkout.commit("1. no list", files: ["agents/invoice/AGENT.md": "2\n"])
        let report = try await PlanReleases.run(place.context(), packages: ["agents/invoice"])
        let lines = report.markdown.lines(.plain).map { line in
            line.replacing(#/\([0-9a-f]{7}\)/#, with: "(id)")
        }
        #expect(
            lines == [
                "## Release plan", "", "| Package | From | To | Why |", "| --- | --- | --- | --- |",
                "| `agents/invoice` | none | **0.1.0** | 3 commits |", "",
                "<details>", "<summary>agents/invoice 0.1.0</summary>", "", "## agents.invoice 0.1.0", "",
                "### Breaking changes", "", "- **a\\*b\\*:** \\# no heading (id)", "", "### Features", "",
                "- **a\\*b\\*:** \\</details\\>\\<img src=x\\> \\[a\\](b) \\`c\\` \\| d\\_e (id)",
                "- begin (id)", "", "### Other changes", "", "- 1\\. no list (id)", "", "</details>", "",
                "1 package to release",
            ])
    }

    @Test func markdownIsEscapedWhereItBegins() {
        let cases = [
            "plain text - (1)": "plain text - (1)", "- a": "\\- a", "+ a": "\\+ a", "12) a": "12\\) a",
            "  # a": "  \\# a", "=": "\\=", "2.0 is": "2\\.0 is", "a #1 = 2": "a #1 = 2",
            "a\\b~~c~~ &amp; $x$": "a\\\\b\\~\\~c\\~\\~ \\&amp; \\$x\\$", "": "",
        ]
        for (text, escaped) in cases { #expect(MarkdownText.escaped(text) == escaped) }
    }
}
