import Git
import SourceFormat
import Testing

@testable import SourceTool

@Suite struct ReleasePlannerTests {
    private static let ours = id("a")
    private static let theirs = id("b")
    private static let tree = id("1")
    private static let otherTree = id("2")

    private static func id(_ digit: Character) -> ObjectID {
        ObjectID(hex: String(repeating: digit, count: 40)) ?? .zero
    }

    private static func version(_ text: String) throws -> SemanticVersion {
        try SemanticVersion(parsing: text)
    }

    private func checkout() throws -> CheckoutFacts {
        CheckoutFacts(
            package: try PackagePath(parsing: "agents/a"), mainBranch: "main", remoteName: "origin",
            head: .branch(name: "main", commit: Self.ours), hasMain: true, tree: Self.tree, uncommitted: [],
            findings: [], tags: [:])
    }

    private func server(_ versions: [String] = []) throws -> ServerFacts {
        var tags: [SemanticVersion: ObjectID] = [:]
        for text in versions { tags[try Self.version(text)] = Self.id("c") }
        return ServerFacts(
            main: Self.ours, tree: Self.tree, ahead: 0, behind: 0, tags: tags, releasedTree: nil,
            commits: [ReleasePlan.Commit(commit: Self.ours.hex, summary: "feat: begin")])
    }

    private func plan(
        _ version: ReleaseRequest.Version = .bump(.minor), _ checkout: CheckoutFacts, _ server: ServerFacts
    ) throws -> ReleasePlan {
        try ReleasePlanner.plan(version, message: nil, checkout: checkout, server: server)
    }

    private func refused(_ checkout: CheckoutFacts, _ server: ServerFacts) -> ToolError? {
        do {
            _ = try plan(.bump(.minor), checkout, server)
            return nil
        } catch {
            return error as? ToolError
        }
    }

    @Test func theFirstReleaseStartsFromZero() throws {
        for (bump, expected) in [(Bump.patch, "0.0.1"), (.minor, "0.1.0"), (.major, "1.0.0")] {
            let plan = try plan(.bump(bump), try checkout(), try server())
            #expect(plan.version.description == expected)
            #expect(plan.previous == nil)
            #expect(plan.commit == Self.ours)
            #expect(plan.tag.name == "agents.a@\(expected)")
        }
    }

    @Test func versionsAreRaisedByNumberNotByText() throws {
        let plan = try plan(.bump(.minor), try checkout(), try server(["0.9.0", "0.10.0", "0.2.7"]))
        #expect(plan.version.description == "0.11.0")
        #expect(plan.previous?.description == "0.10.0")
    }

    @Test func theDefaultMessageListsTheCommits() throws {
        let plan = try plan(.bump(.minor), try checkout(), try server())
        #expect(plan.message == "Release agents.a 0.1.0\n\n- feat: begin (aaaaaaa)\n")
    }

    @Test func aLongListOfCommitsIsCut() throws {
        var server = try server()
        server.commits = (0..<60).map { ReleasePlan.Commit(commit: Self.ours.hex, summary: "change \($0)") }
        let lines = try plan(.bump(.minor), try checkout(), server).message.split(separator: "\n")
        #expect(lines.count == 1 + 50 + 1)
        #expect(lines.last == "- and 10 more")
    }

    @Test func headMustBeOnMain() throws {
        var facts = try checkout()
        facts.head = .unborn(branch: "main")
        #expect(refused(facts, try server())?.message.contains("no commit yet") == true)
        facts.head = .detached(Self.ours)
        #expect(refused(facts, try server())?.next == "eigenpal-src git -- switch main")
        facts.head = .branch(name: "feature", commit: Self.ours)
        #expect(refused(facts, try server())?.message == "on branch feature: releases are made of main")
        facts.hasMain = false
        #expect(
            refused(facts, try server())?.next
                == "eigenpal-src git -- switch --create main --track origin/main")
    }

    @Test func thePackageMustBeCommittedCleanAndValid() throws {
        var facts = try checkout()
        facts.uncommitted = ["agents/a/AGENT.md"]
        let dirty = refused(facts, try server())
        #expect(dirty?.details == ["agents/a/AGENT.md"])
        #expect(dirty?.next == "eigenpal-src save -m MESSAGE agents/a")
        facts.uncommitted = []
        facts.tree = nil
        #expect(refused(facts, try server())?.message == "agents/a is not committed")
        facts.tree = Self.tree
        facts.findings = [
            Finding(file: "agents/a/eigenpal.yaml", line: 3, code: "unknown_key", message: "no")
        ]
        #expect(refused(facts, try server())?.details.count == 1)
        facts.findings = [
            Finding(severity: .warning, file: "agents/a/eigenpal.yaml", code: "odd", message: "odd")
        ]
        #expect(try plan(.bump(.minor), facts, try server()).warnings.count == 1)
    }

    @Test(arguments: [
        (1, 0, "eigenpal-src push"), (0, 2, "eigenpal-src pull"),
        (1, 2, "eigenpal-src git -- rebase origin/main"),
    ])
    func anotherPackageOnTheServerIsRefused(ahead: Int, behind: Int, next: String) throws {
        var server = try server()
        (server.main, server.tree, server.ahead, server.behind) = (Self.theirs, Self.otherTree, ahead, behind)
        #expect(refused(try checkout(), server)?.next == next)
        server.tree = nil
        #expect(refused(try checkout(), server)?.next == next)
    }

    @Test func theSamePackageMayStandOnAnotherCommit() throws {
        var server = try server()
        (server.main, server.behind) = (Self.theirs, 3)
        #expect(try plan(.bump(.patch), try checkout(), server).commit == Self.ours)
        // What is not on the server's main cannot be tagged.
        server.ahead = 1
        #expect(try plan(.bump(.patch), try checkout(), server).commit == Self.theirs)
    }

    @Test func aServerWithoutMainIsRefused() throws {
        var server = try server()
        (server.main, server.tree) = (nil, nil)
        #expect(refused(try checkout(), server)?.next == "eigenpal-src push")
    }

    @Test func aVersionThatExistsIsRefusedWithTheNextFreeOne() throws {
        let version = try Self.version("1.2.0")
        let error = #expect(throws: ToolError.self) {
            try plan(.exact(version), try checkout(), try server(["1.2.0", "1.3.4"]))
        }
        #expect(error?.message == "agents.a@1.2.0 is released already, and a release never changes")
        #expect(error?.next == "eigenpal-src release 1.3.5 agents/a")
    }

    @Test func aTagThatIsOnlyHereIsNoRelease() throws {
        var facts = try checkout()
        facts.tags = [try Self.version("0.1.0"): Self.ours]
        let error = refused(facts, try server())
        #expect(error?.message.contains("not on origin") == true)
        #expect(error?.next == "eigenpal-src git -- tag --delete agents.a@0.1.0")
    }

    @Test func aLowerVersionAndAnUnchangedPackageAreDoubtful() throws {
        var server = try server(["2.0.0"])
        #expect(
            try plan(.exact(try Self.version("1.0.0")), try checkout(), server).warnings == [
                "1.0.0 is below 2.0.0, which stays the latest release"
            ])
        server.releasedTree = Self.tree
        #expect(
            try plan(.bump(.patch), try checkout(), server).warnings == [
                "nothing changed in agents/a since 2.0.0"
            ])
    }

    @Test func aVersionThatCannotBeRaisedIsRefused() throws {
        #expect(throws: ToolError.self) {
            try plan(.bump(.major), try checkout(), try server(["18446744073709551615.0.0"]))
        }
    }
}
