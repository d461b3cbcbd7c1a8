import EigenpalAPI
import Foundation
import Git
import SourceFormat
import TestSupport
import Testing

@testable import SourceTool

@Suite struct ListReleasesTests {
    private func list(_ context: ToolContext, package: String? = nil) async throws -> ReleasesReport {
        guard case .package(let report) = try await ListReleases.run(context, package: package) else {
            throw ToolError("every package is listed")
        }
        return report
    }

    @Test func releasesAreListedHighestFirst() async throws {
        let place = try await Workplace()
        for version in ["0.9.0", "0.10.0", "0.2.0"] {
            try await place.checkout.release(
                "agents.invoice@\(version)", message: "Release \(version)\n\nmore")
        }
        try await place.checkout.release("agents.invoice-two@5.0.0")
        let head = try await place.checkout.git("rev-parse", "HEAD")
        let report = try await list(place.context(in: "agents/invoice"))
        #expect(report.releases.map(\.version) == ["0.10.0", "0.9.0", "0.2.0"])
        #expect(report.releases[0].commit == head)
        #expect(report.releases[0].date == "2023-11-14T22:13:20Z")
        #expect(report.releases[0].summary == "Release 0.10.0")
        #expect(report.lines(.plain)[0] == "0.10.0  \(head.prefix(7))  2023-11-14  Release 0.10.0")
    }

    @Test func aLightweightTagIsNoRelease() async throws {
        let place = try await Workplace()
        try await place.checkout.git("tag", "agents.invoice@1.0.0")
        let terminal = RecordingTerminal()
        let report = try await list(place.context(terminal: terminal), package: "agents/invoice")
        #expect(report.releases.isEmpty)
        #expect(terminal.talk == ["warning: agents.invoice@1.0.0 is a lightweight tag, and no release"])
    }

    @Test func aPackageThatIsGoneStillHasItsReleases() async throws {
        let place = try await Workplace()
        try await place.checkout.release("resources.rules.tone@1.0.0")
        try place.checkout.remove("resources/rules/tone")
        #expect(
            try await list(place.context(), package: "resources.rules.tone").releases.count == 1)
        let error = await refusal { _ = try await ListReleases.run(place.context(), package: "agents/none") }
        #expect(error?.message == "there is no package agents/none in this checkout")
    }

    @Test func withoutAPackageTheHighestOfEachIsListed() async throws {
        let place = try await Workplace()
        guard case .all(let nothing) = try await ListReleases.run(place.context(in: "agents")) else {
            throw ToolError("one package is listed")
        }
        #expect(nothing.lines(.plain) == ["Nothing is released yet"])
        for version in ["0.9.0", "0.10.0"] { try await place.checkout.release("agents.invoice@\(version)") }
        try await place.checkout.release("resources.rules.tone@1.0.0")
        try await place.checkout.git("tag", "resources.rules.tone@2.0.0")
        try await place.checkout.git("tag", "v1", "HEAD")
        try await place.checkout.git("pack-refs", "--all")
        try await place.checkout.git("tag", "agents.invoice@0.11.0-rc1")
        guard case .all(let report) = try await ListReleases.run(place.context()) else {
            throw ToolError("one package is listed")
        }
        #expect(report.packages.map(\.package.description) == ["agents/invoice", "resources/rules/tone"])
        #expect(report.packages.map(\.latest.version) == ["0.10.0", "1.0.0"])
        let compared = await refusal {
            _ = try await ListReleases.run(place.context(), comparesWithServer: true)
        }
        #expect(compared?.exitCode == 2)
    }

    @Test func aPackageWithoutReleases() async throws {
        let place = try await Workplace()
        let report = try await list(place.context(), package: "agents/invoice")
        #expect(report.lines(.plain).first == "agents/invoice has no release yet")
    }
}

@Suite struct ReleaseRefusalTests {
    private func error(
        _ place: Workplace, _ arguments: [String] = ["minor", "agents/invoice"]
    ) async throws -> ToolError? {
        let request = try ReleaseRequest(parsing: arguments)
        return await refusal {
            _ = try await MakeRelease.run(place.context(), request, ReleaseOptions(isConfirmed: true))
        }
    }

    @Test func aDirtyPackageIsRefusedAndItsNeighbourIsNot() async throws {
        let place = try await Workplace()
        try place.checkout.write("agents/invoice/new.md", "new\n")
        #expect(try await error(place)?.details == ["agents/invoice/new.md"])
        let dry = try await MakeRelease.run(
            place.context(), try ReleaseRequest(parsing: ["resources/skills/ocr"]),
            ReleaseOptions(isDryRun: true))
        #expect(dry.releases.map(\.tag) == ["resources.skills.ocr@0.0.1"])
    }

    @Test func headElsewhereIsRefused() async throws {
        let place = try await Workplace()
        try await place.checkout.git("switch", "--quiet", "--create", "feature")
        #expect(try await error(place)?.message == "on branch feature: releases are made of main")
        try await place.checkout.git("checkout", "--quiet", "--detach")
        #expect(try await error(place)?.message.hasPrefix("HEAD is at ") == true)
    }

    @Test func aCommitThatIsNotPushedIsRefused() async throws {
        let place = try await Workplace()
        try await place.checkout.commit("feat: more", files: ["agents/invoice/AGENT.md": "# More\n"])
        #expect(try await error(place)?.next == "eigenpal-src push")
    }

    @Test func aCommitThatIsNotPulledIsRefused() async throws {
        let place = try await Workplace()
        let colleague = try await place.colleague()
        try await colleague.checkout.commit("feat: more", files: ["agents/invoice/AGENT.md": "# More\n"])
        _ = try await PushBranch.run(colleague.context())
        #expect(try await error(place)?.next == "eigenpal-src pull")
    }

    @Test func aReleaseThatOnlyTheServerHasIsRefused() async throws {
        let place = try await Workplace()
        let colleague = try await place.colleague()
        try await colleague.checkout.release("agents.invoice@1.0.0")
        try await colleague.checkout.git("push", "--quiet", "origin", "agents.invoice@1.0.0")
        let error = try await error(place, ["1.0.0", "agents/invoice"])
        #expect(error?.message == "agents.invoice@1.0.0 is released already, and a release never changes")
        #expect(error?.next == "eigenpal-src release 1.0.1 agents/invoice")
    }

    @Test func withoutATerminalYesIsNeeded() async throws {
        let place = try await Workplace()
        let error = await refusal {
            _ = try await MakeRelease.run(
                place.context(), try ReleaseRequest(parsing: ["agents/invoice"]), ReleaseOptions())
        }
        #expect(error?.exitCode == 2)
        #expect(error?.message.hasSuffix("add --yes, or --dry-run") == true)
    }

    @Test func noMeansNo() async throws {
        let place = try await Workplace()
        let terminal = RecordingTerminal(confirms: [false])
        let error = await refusal {
            _ = try await MakeRelease.run(
                place.context(terminal: terminal), try ReleaseRequest(parsing: ["agents/invoice"]),
                ReleaseOptions())
        }
        #expect(error?.message == "nothing was released")
        #expect(terminal.talk.last == "Release agents.invoice@0.0.1?")
        #expect(terminal.talk.contains { $0.contains("agents.invoice@0.0.1") })
        #expect(try await place.checkout.git("tag", "--list") == "")
        #expect(try await place.remote.git("tag", "--list") == "")
    }
}

@Suite struct DryRunTests {
    private func references(_ repository: String, _ place: Workplace) async throws -> String {
        try await place.checkout.git("--git-dir", repository, "for-each-ref")
    }

    @Test func aDryRunTellsThePlanAndLeavesNothing() async throws {
        let place = try await Workplace()
        let before = try await references("\(place.checkout.path)/.git", place)
        let report = try await MakeRelease.run(
            place.context(in: "agents/invoice"), try ReleaseRequest(parsing: ["minor"]),
            ReleaseOptions(message: "First words", isDryRun: true))
        #expect(report.releases.first?.message == "First words\n")
        #expect(report.lines(.plain).last == "Nothing was changed: this is a dry run")
        #expect(try await references("\(place.checkout.path)/.git", place) == before)
        #expect(try await place.remote.git("tag", "--list") == "")
        let json = try Output.json(report)
        let value = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(value?["isDryRun"] as? Bool == true)
        let release = (value?["releases"] as? [[String: Any]])?.first
        #expect(release?["tag"] as? String == "agents.invoice@0.1.0")
        #expect(release?["isReleased"] as? Bool == false)
    }

    @Test func aDryRunLooksAtTheServersCommitsWithoutKeepingThem() async throws {
        let place = try await Workplace()
        let colleague = try await place.colleague()
        try await colleague.checkout.commit("feat: tone", files: ["resources/rules/tone/tone.md": "# New\n"])
        try await colleague.checkout.release("agents.invoice@0.3.0")
        try await colleague.checkout.git("push", "--quiet", "origin", "main", "agents.invoice@0.3.0")
        let before = try await references("\(place.checkout.path)/.git", place)
        let report = try await MakeRelease.run(
            place.context(), try ReleaseRequest(parsing: ["minor", "agents/invoice"]),
            ReleaseOptions(isDryRun: true))
        #expect(report.releases.first?.version.description == "0.4.0")
        #expect(report.releases.first?.warnings == ["nothing changed in agents/invoice since 0.3.0"])
        #expect(try await references("\(place.checkout.path)/.git", place) == before)
    }
}

@Suite struct ComparisonTests {
    @Test func whereTheServerDiffersIsTold() throws {
        let hex = { (digit: Character) in String(repeating: digit, count: 40) }
        func local(_ version: String, _ commit: String) -> ReleasesReport.Release {
            ReleasesReport.Release(version: version, tag: "agents.a@\(version)", commit: commit, place: .here)
        }
        func remote(_ version: String, _ commit: String) -> SourceReleasesResponse.Release {
            SourceReleasesResponse.Release(version: version, tag: "agents.a@\(version)", commit: commit)
        }
        let releases = ListReleases.compared(
            [local("1.0.0", hex("a")), local("0.9.0", hex("b")), local("0.1.0", hex("c"))],
            [remote("0.10.0", hex("d")), remote("1.0.0", hex("a")), remote("0.9.0", hex("e"))])
        #expect(releases.map(\.version) == ["1.0.0", "0.10.0", "0.9.0", "0.1.0"])
        #expect(releases.map(\.place) == [.both, .server, .differs, .here])
        let report = ReleasesReport(
            package: try PackagePath(parsing: "agents/a"), releases: releases, isCompared: true)
        let lines = report.lines(.plain)
        #expect(lines[1].hasSuffix("on the server only"))
        #expect(lines[2].hasSuffix("at eeeeeee on the server"))
        #expect(lines[3].hasSuffix("in this checkout only"))
        #expect(lines.last == "next: eigenpal-src pull")
    }
}
