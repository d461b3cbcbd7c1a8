import Git
import SourceFormat
import SourceRepository
import TestSupport
import Testing

@Suite struct PackageStateTests {
    @Test func tellsHowAPackageStandsToTheServer() async throws {
        let server = try await RepositoryBuilder.sample(
            Sample.package("agents/a"), Sample.package("agents/ab"))
        let builder = try await server.clone()
        let repository = try builder.open()
        let path = packagePath("agents/a")
        func state() throws -> PackageState { try PackageState(of: path, in: repository) }

        var now = try state()
        #expect(now.isClean && now.isCommitted && now.equalsUpstream)
        #expect(now.upstream == (try await builder.head()))
        guard case .branch(let name, _) = now.head else {
            Issue.record("\(now.head)")
            return
        }
        #expect(name == "main")

        // Other packages are of no account.
        try await builder.commit("other", files: ["agents/ab/AGENT.md": "changed\n"])
        try builder.write("agents/ab/more.md", "untracked\n")
        now = try state()
        #expect(now.isClean && now.equalsUpstream)

        try builder.write([
            "agents/a/new.md": "", "agents/a/AGENT.md": "changed\n", "agents/a/.eigenpal/x": "",
        ])
        now = try state()
        #expect(now.uncommitted == ["agents/a/AGENT.md", "agents/a/new.md"])
        #expect(!now.isClean && now.equalsUpstream)

        try await builder.git("add", "agents/a/AGENT.md", "agents/a/new.md")
        try await builder.git("commit", "--quiet", "-m", "change")
        now = try state()
        #expect(now.isClean && now.isCommitted && !now.equalsUpstream)
        #expect(now.headTree != nil && now.upstreamTree != nil)

        try await builder.git("checkout", "--quiet", "--detach")
        guard case .detached = try state().head else {
            Issue.record("a detached HEAD")
            return
        }
    }

    @Test func knowsPackagesThatAreNotCommittedOrNotUpstream() async throws {
        let builder = try await RepositoryBuilder.sample()
        try builder.write(Sample.package("agents/a"))
        let repository = try builder.open()
        var state = try PackageState(of: packagePath("agents/a"), in: repository)
        #expect(!state.isCommitted && !state.isClean && !state.equalsUpstream && state.upstream == nil)
        try await builder.commit()
        state = try PackageState(of: packagePath("agents/a"), in: repository)
        #expect(state.isCommitted && state.isClean && !state.equalsUpstream)
        state = try PackageState(of: packagePath("agents/none"), in: repository)
        #expect(!state.isCommitted && state.isClean && !state.equalsUpstream)
    }

    @Test func worksBeforeTheFirstCommit() async throws {
        let builder = try await RepositoryBuilder()
        try builder.write(Sample.package("agents/a"))
        let state = try PackageState(of: packagePath("agents/a"), in: try builder.open())
        guard case .unborn = state.head else {
            Issue.record("\(state.head)")
            return
        }
        #expect(!state.isCommitted && state.uncommitted.count == 2)
    }
}
