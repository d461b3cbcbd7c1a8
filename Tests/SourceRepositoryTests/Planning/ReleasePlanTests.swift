import Foundation
import Git
import SourceFormat
import SourceRepository
import TestSupport
import Testing

@Suite struct ReleasePlanTests {
    private func plan(
        _ builder: RepositoryBuilder, _ request: ReleasePlanEngine.Request = .init(),
        settings: PlanSettings = .standard
    ) throws -> ReleasePlan {
        let repository = try builder.open()
        let tip = try #require(try repository.reference("refs/heads/main")?.target)
        return try ReleasePlanEngine(repository: repository, settings: settings).plan(request, at: tip)
    }

    private func package(_ path: String, in plan: ReleasePlan) throws -> PackagePlan {
        try #require(plan.packages.first { $0.path == packagePath(path) })
    }

    @Test func splitsACommitToThePackagesThatItTouches() async throws {
        let builder = try await RepositoryBuilder.sample(
            Sample.package("agents/a"), Sample.package("agents/a/inner"), Sample.package("agents/b"))
        for name in ["agents.a", "agents.a.inner", "agents.b"] { try await builder.release("\(name)@1.0.0") }
        try await builder.commit("feat: outer alone", files: ["agents/a/AGENT.md": "one\n"])
        try await builder.commit("fix: inner alone", files: ["agents/a/inner/AGENT.md": "one\n"])
        try await builder.commit(
            "feat!: both", files: ["agents/a/x/y.md": "two\n", "agents/b/AGENT.md": "two\n"])
        try await builder.commit("feat: none", files: ["README.md": "x\n", "agents/readme.md": "x\n"])
        let plan = try plan(builder)
        #expect(
            plan.packages.map { "\($0.path) \($0.next?.description ?? "-") \($0.commits.map(\.summary))" }
                == [
                    #"agents/a 2.0.0 ["feat!: both", "feat: outer alone"]"#,
                    #"agents/a/inner 1.0.1 ["fix: inner alone"]"#, #"agents/b 2.0.0 ["feat!: both"]"#,
                ])
        #expect(try package("agents/a", in: plan).reasons == [.commits(2)])
        let json = String(decoding: try JSONEncoder().encode(plan), as: UTF8.self)
        #expect(json.contains(#""next":"2.0.0""#) && json.contains(#""kind":"commits""#))
    }

    @Test func countsAMoveAndNoTypesThatAskForNothing() async throws {
        let builder = try await RepositoryBuilder.sample(Sample.package("agents/a"))
        try await builder.release("agents.a@1.0.0")
        try await builder.commit("docs: tell", files: ["agents/a/AGENT.md": "one\n"])
        #expect(try package("agents/a", in: try plan(builder)).next == nil)
        let forced = try package("agents/a", in: try plan(builder, .init(bump: .minor)))
        #expect(forced.next?.description == "1.1.0" && forced.reasons == [.requested])
        #expect(forced.changelog?.contains("- tell (") == true)
        try await builder.git("mv", "agents/a", "agents/b")
        try await builder.commit("fix: move")
        let moved = try plan(builder)
        #expect(moved.packages.map(\.path) == [packagePath("agents/b")])
        #expect(moved.packages[0].commits.map(\.summary) == ["fix: move"])
        #expect(moved.packages[0].next?.description == "0.0.1")
    }

    @Test func cancelsWhatWasTakenBackUnreleased() async throws {
        let builder = try await RepositoryBuilder.sample(Sample.package("agents/a"))
        try await builder.commit("feat: released", files: ["agents/a/AGENT.md": "zero\n"])
        try await builder.release("agents.a@1.0.0")
        let released = try await builder.head().hex
        let first = try await builder.commit("feat!: one", files: ["agents/a/AGENT.md": "one\n"])
        let revert = try await builder.commit(
            "Revert \"feat!: one\"\n\nThis reverts commit \(first).", files: ["agents/a/AGENT.md": "zero\n"])
        var found = try package("agents/a", in: try plan(builder))
        #expect(found.next == nil && found.commits.map(\.isCancelled) == [true, true])
        try await builder.commit(
            "revert: again\n\nRefs: \(revert.prefix(10))\n", files: ["agents/a/AGENT.md": "one\n"])
        found = try package("agents/a", in: try plan(builder))
        #expect(
            found.next?.description == "2.0.0" && found.commits.map(\.isCancelled) == [true, true, false])
        try await builder.commit(
            "revert: what was released\n\nRefs: \(released)\n", files: ["agents/a/AGENT.md": "none\n"])
        found = try package("agents/a", in: try plan(builder))
        #expect(found.commits.first?.bump == .patch && found.commits.first?.isCancelled == false)
    }

    @Test func movesDependentsWhereTheyFollow() async throws {
        let builder = try await RepositoryBuilder.sample(
            Sample.package("resources/skills/s"),
            Sample.package("agents/a", dependencies: ["resources.skills.s": "1.0.0"]),
            Sample.package("workflows/w", dependencies: ["agents.a": "1.0.0"]),
            Sample.package("workflows/x", dependencies: ["resources.skills.s": "0.9.0"]))
        for name in ["resources.skills.s", "agents.a", "workflows.w", "workflows.x"] {
            try await builder.release("\(name)@1.0.0")
        }
        try await builder.commit("feat: new", files: ["resources/skills/s/SKILL.md": "one\n"])
        let stay = try plan(builder)
        #expect(stay.moving.map(\.path.description) == ["resources/skills/s"])
        let outdated = stay.moving[0].outdatedDependents
        #expect(
            outdated.map { "\($0.path) \($0.version) \($0.follows)" } == [
                "agents/a 1.0.0 false", "workflows/x 0.9.0 false",
            ])
        let following = PlanSettings(dependents: .follow, excluded: [packagePath("workflows/x")])
        let follow = try plan(builder, settings: following)
        #expect(follow.excluded == [packagePath("workflows/x")])
        #expect(
            follow.moving.map { "\($0.path) \($0.next!)" } == [
                "agents/a 1.0.1", "resources/skills/s 1.1.0", "workflows/w 1.0.1",
            ])
        let agent = try package("agents/a", in: follow)
        #expect(
            agent.reasons == [
                .dependency(
                    packagePath("resources/skills/s"), from: Sample.version("1.0.0"),
                    to: Sample.version("1.1.0"))
            ])
        #expect(agent.changelog?.hasSuffix("### Dependencies\n\n- resources.skills.s 1.1.0\n") == true)
        // What a package depends on is looked at although nobody asked for it.
        let alone = try plan(builder, .init(packages: [packagePath("workflows/w")]), settings: following)
        #expect(alone.packages.map { $0.next?.description } == ["1.0.1"])
    }

    @Test func takesNothingFromTagsThatAreNoReleases() async throws {
        let builder = try await RepositoryBuilder.sample(Sample.package("agents/a"))
        try await builder.release("agents.a@0.1.0")
        try await builder.commit("feat: one", files: ["agents/a/AGENT.md": "one\n"])
        try await builder.git("tag", "agents.a@3.0.0")
        try await builder.git(
            "tag", "--annotate", "--message", "x", "agents.a@0.2.0", "HEAD:agents/a/AGENT.md")
        let found = try package("agents/a", in: try plan(builder))
        #expect(found.current?.version.description == "0.2.0" && found.current?.isInHistory == false)
        #expect(found.commits.count == 2)
        let since = try await builder.head()
        #expect(try plan(builder, .init(since: since)).packages[0].commits.isEmpty)
        #expect(throws: SourceRepositoryError.self) {
            try plan(builder, .init(packages: [packagePath("agents/none")]))
        }
        try await builder.release("agents.a@0.3.18446744073709551615")
        try await builder.commit("fix: two", files: ["agents/a/AGENT.md": "two\n"])
        #expect(throws: SourceRepositoryError.self) { try plan(builder) }
    }

    @Test func endsWhereAShallowCloneDoes() async throws {
        let builder = try await RepositoryBuilder.sample(Sample.package("agents/a"))
        for number in 0..<4 {
            try await builder.commit("feat: \(number)", files: ["agents/a/AGENT.md": "\(number)\n"])
        }
        let directory = try TemporaryDirectory()
        let path = directory.appending("clone")
        let made = try await runCommand(
            "git", ["clone", "--quiet", "--depth", "2", "file://\(builder.path)", path])
        #expect(made.exitCode == 0)
        let repository = try Repository(open: path)
        let tip = try #require(try repository.reference("refs/heads/main")?.target)
        let plan = try ReleasePlanEngine(repository: repository).plan(at: tip)
        #expect(plan.isShallow && plan.packages[0].commits.count == 2)
        #expect(!FileManager.default.fileExists(atPath: path + "/.git/eigenpal"))
    }
}
