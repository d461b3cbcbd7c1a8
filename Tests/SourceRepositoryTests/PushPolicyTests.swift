import Git
import SourceRepository
import TestSupport
import Testing

@Suite struct PushPolicyTests {
    /// A repository with one agent, released nowhere, and what a push to it would be told.
    struct Setting {
        let builder: RepositoryBuilder
        let main: ObjectID

        init() async throws {
            builder = try await .sample(Sample.package("agents/invoice"))
            main = try await builder.head()
        }

        func object(_ revision: String) async throws -> ObjectID {
            try #require(ObjectID(hex: try await builder.git("rev-parse", revision)))
        }

        /// An annotated tag object that no reference names, as a pushed one is before the push is through.
        func tagObject(_ name: String, _ target: String, type: String = "commit") async throws -> ObjectID {
            let id = try await builder.git(
                "mktag",
                input: """
                    object \(try await object(target))
                    type \(type)
                    tag \(name)
                    tagger Ada <ada@example.com> 1700000000 +0000

                    A release.

                    """)
            return try #require(ObjectID(hex: id))
        }

        func refusals(_ updates: ReferenceUpdate...) throws -> [PushRefusal] {
            try PushPolicy(repository: builder.open()).refusals(for: updates)
        }

        func codes(_ updates: ReferenceUpdate...) throws -> [PushRefusal.Code] {
            try PushPolicy(repository: builder.open()).refusals(for: updates).map(\.code)
        }
    }

    static func create(_ name: String, _ id: ObjectID) -> ReferenceUpdate {
        ReferenceUpdate(name: name, old: .zero, new: id)
    }

    static func delete(_ name: String, _ id: ObjectID) -> ReferenceUpdate {
        ReferenceUpdate(name: name, old: id, new: .zero)
    }

    // MARK: main

    @Test func mainMovesForwardOnly() async throws {
        let setting = try await Setting()
        let next = try await setting.builder.git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "next")
        let other = try await setting.builder.git("commit-tree", "HEAD^{tree}", "-m", "unrelated")
        let (next1, unrelated) = (try await setting.object(next), try await setting.object(other))
        func main(_ new: ObjectID) -> ReferenceUpdate {
            ReferenceUpdate(name: "refs/heads/main", old: setting.main, new: new)
        }
        #expect(try setting.codes(main(next1)) == [])
        #expect(try setting.codes(main(unrelated)) == [.mainRewound])
        #expect(try setting.codes(main(.zero)) == [.mainDeleted])
        let reason = try #require(try setting.refusals(main(unrelated)).first?.reason)
        #expect(reason.contains("git pull") && reason.contains(setting.main.hex.prefix(12)))
    }

    @Test func mainIsNotRewoundToItsOwnPast() async throws {
        let setting = try await Setting()
        let past = setting.main
        _ = try await setting.builder.commit("more")
        let now = try await setting.builder.head()
        let update = ReferenceUpdate(name: "refs/heads/main", old: now, new: past)
        #expect(try setting.codes(update) == [.mainRewound])
    }

    @Test func mainBeginsFromNothing() async throws {
        let setting = try await Setting()
        try await setting.builder.git("update-ref", "-d", "refs/heads/main")
        #expect(try setting.codes(Self.create("refs/heads/main", setting.main)) == [])
    }

    @Test func aClientThatIsLateIsToldSo() async throws {
        let setting = try await Setting()
        let first = setting.main
        _ = try await setting.builder.commit("somebody else's")
        let mine = try await setting.builder.git("commit-tree", "HEAD^{tree}", "-p", first.hex, "-m", "mine")
        let update = ReferenceUpdate(
            name: "refs/heads/main", old: first, new: try await setting.object(mine))
        #expect(try setting.codes(update) == [.referenceChanged])
        let late = ReferenceUpdate(name: "refs/heads/topic", old: first, new: first)
        #expect(try setting.codes(late) == [.referenceChanged])
    }

    // MARK: Other references

    @Test func otherBranchesAreFree() async throws {
        let setting = try await Setting()
        let orphan = try await setting.builder.git("commit-tree", "HEAD^{tree}", "-m", "orphan")
        let id = try await setting.object(orphan)
        try await setting.builder.git("branch", "topic")
        let topic = "refs/heads/topic"
        #expect(try setting.codes(Self.create("refs/heads/new", id)) == [])
        #expect(try setting.codes(ReferenceUpdate(name: topic, old: setting.main, new: id)) == [])
        #expect(try setting.codes(Self.delete(topic, setting.main)) == [])
        let tree = try await setting.object("HEAD^{tree}")
        #expect(try setting.codes(Self.create("refs/heads/tree", tree)) == [.notACommit])
    }

    @Test(arguments: [
        "refs/notes/commits", "refs/meta/config", "refs/pull/1/head", "refs/remotes/origin/main",
        "refs/stash",
        "HEAD", "refs/head/main",
    ])
    func otherReferencesAreRefused(name: String) async throws {
        let setting = try await Setting()
        #expect(try setting.codes(Self.create(name, setting.main)) == [.referenceNotAllowed])
    }

    @Test(arguments: [
        "v1.0.0", "nightly", "invoice@1.0.0", "agents", "agents.invoice", "myagents.x@1.0.0", "@1.0.0",
    ])
    func otherTagsAreFree(name: String) async throws {
        let setting = try await Setting()
        #expect(try setting.codes(Self.create("refs/tags/\(name)", setting.main)) == [])
        let tree = try await setting.object("HEAD^{tree}")
        #expect(try setting.codes(Self.create("refs/tags/\(name)", tree)) == [])
        try await setting.builder.git("tag", name)
        #expect(try setting.codes(Self.delete("refs/tags/\(name)", setting.main)) == [])
    }

    @Test func aReferenceIsNamedOnce() async throws {
        let setting = try await Setting()
        let create = Self.create("refs/heads/topic", setting.main)
        #expect(try setting.codes(create, create) == [.duplicateReference])
    }

    // MARK: Releases

    @Test func aGoodReleaseIsTaken() async throws {
        let setting = try await Setting()
        let tag = try await setting.tagObject("agents.invoice@1.0.0", "HEAD")
        _ = try await setting.builder.commit("later")
        #expect(try setting.codes(Self.create("refs/tags/agents.invoice@1.0.0", tag)) == [])
        let nested = try await setting.tagObject("outer", tag.hex, type: "tag")
        #expect(try setting.codes(Self.create("refs/tags/agents.invoice@1.1.0", nested)) == [])
    }

    @Test func aLightweightReleaseIsRefused() async throws {
        let setting = try await Setting()
        let refusals = try setting.refusals(Self.create("refs/tags/agents.invoice@1.0.0", setting.main))
        #expect(refusals.map(\.code) == [.releaseNotAnnotated])
        #expect(refusals.first?.reason.contains("git tag -d agents.invoice@1.0.0") == true)
    }

    @Test func aReleaseIsOfACommit() async throws {
        let setting = try await Setting()
        let tag = try await setting.tagObject("agents.invoice@1.0.0", "HEAD^{tree}", type: "tree")
        #expect(try setting.codes(Self.create("refs/tags/agents.invoice@1.0.0", tag)) == [.releaseNotACommit])
    }

    @Test func aReleaseIsOnMainCountingThePush() async throws {
        let setting = try await Setting()
        let next = try await setting.builder.git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "next")
        let tag = Self.create(
            "refs/tags/agents.invoice@1.0.0", try await setting.tagObject("agents.invoice@1.0.0", next))
        let main = ReferenceUpdate(
            name: "refs/heads/main", old: setting.main, new: try await setting.object(next))
        #expect(try setting.codes(tag) == [.releaseOffMain])
        #expect(try setting.codes(tag, main) == [])
        #expect(try setting.codes(main, tag) == [])
        #expect(try setting.codes(tag, Self.create("refs/heads/topic", main.new)) == [.releaseOffMain])
        // Where main itself is refused the push is, and the tag with it.
        let rewound = ReferenceUpdate(
            name: "refs/heads/main", old: setting.main,
            new: try await setting.object(
                try await setting.builder.git("commit-tree", "HEAD^{tree}", "-m", "unrelated")))
        #expect(try setting.codes(rewound, tag) == [.mainRewound, .releaseOffMain])
        #expect(
            try setting.codes(Self.delete("refs/heads/main", setting.main), tag) == [
                .mainDeleted, .releaseOffMain,
            ])
    }

    @Test func thereIsNoReleaseWithoutMain() async throws {
        let setting = try await Setting()
        let tag = try await setting.tagObject("agents.invoice@1.0.0", "HEAD")
        try await setting.builder.git("update-ref", "-d", "refs/heads/main")
        #expect(try setting.codes(Self.create("refs/tags/agents.invoice@1.0.0", tag)) == [.releaseOffMain])
    }

    @Test func aReleaseNeverMovesNorGoes() async throws {
        let setting = try await Setting()
        try await setting.builder.release("agents.invoice@1.0.0")
        let released = try await setting.object("refs/tags/agents.invoice@1.0.0")
        _ = try await setting.builder.commit("later")
        let other = try await setting.tagObject("agents.invoice@1.0.0", "HEAD")
        let name = "refs/tags/agents.invoice@1.0.0"
        #expect(try setting.codes(ReferenceUpdate(name: name, old: released, new: other)) == [.releaseMoved])
        #expect(try setting.codes(Self.delete(name, released)) == [.releaseDeleted])
        // Whatever the client says it is at.
        #expect(try setting.codes(Self.create(name, other)) == [.releaseMoved])
        #expect(try setting.codes(Self.delete(name, other)) == [.releaseDeleted])
    }

    @Test func aReleasedPackageIsValid() async throws {
        let setting = try await Setting()
        try setting.builder.write("agents/invoice/eigenpal.yaml", "schemaVersion: 1\nname: A\ncolour: red\n")
        try setting.builder.remove("agents/invoice/AGENT.md")
        _ = try await setting.builder.commit("break it")
        let tag = try await setting.tagObject("agents.invoice@1.0.0", "HEAD")
        let refusals = try setting.refusals(Self.create("refs/tags/agents.invoice@1.0.0", tag))
        #expect(refusals.map(\.code) == [.releaseInvalid])
        let details = try #require(refusals.first?.details).joined(separator: "\n")
        #expect(details.contains("agents/invoice/eigenpal.yaml:3") && details.contains("AGENT.md"))
        // Its state at the released commit counts, not the latest one.
        let good = try await setting.tagObject("agents.invoice@1.0.0", "HEAD~1")
        #expect(try setting.codes(Self.create("refs/tags/agents.invoice@1.0.0", good)) == [])
        let missing = try await setting.tagObject("agents.other@1.0.0", "HEAD")
        #expect(try setting.codes(Self.create("refs/tags/agents.other@1.0.0", missing)) == [.releaseInvalid])
    }

    @Test func ofManyFindingsSomeAreShown() async throws {
        let setting = try await Setting()
        let keys = (1...40).map { "key\($0): x\n" }.joined()
        try setting.builder.write("agents/invoice/eigenpal.yaml", "schemaVersion: 1\nname: A\n" + keys)
        _ = try await setting.builder.commit("break it")
        let tag = try await setting.tagObject("agents.invoice@1.0.0", "HEAD")
        let refusals = try setting.refusals(Self.create("refs/tags/agents.invoice@1.0.0", tag))
        #expect(refusals.first?.details.count == 11)
        #expect(refusals.first?.details.last == "and 30 more")
    }

    @Test(arguments: [
        "agents.Invoice@1.0.0", "Agents.invoice@1.0.0", "AGENTS/invoice@1.0.0", "agents.invoice@1.0",
        "agents.invoice@01.0.0", "agents.invoice@1.0.0-beta", "agents.invoice@v1.0.0", "agents.invoice@",
        "agents.@1.0.0", "agents/invoice@1.0.0", "agents.invoice@1.0.0/x",
        "resources.skills.ocr@1.0.0@2.0.0", "workflows.a@latest", "evaluators.a@99999999999999999999.0.0",
    ])
    func whatLooksLikeAReleaseIsOneOrRefused(name: String) async throws {
        let setting = try await Setting()
        let tag = try await setting.tagObject("agents.invoice@1.0.0", "HEAD")
        let refusals = try setting.refusals(Self.create("refs/tags/\(name)", tag))
        #expect(refusals.map(\.code) == [.invalidReleaseName], "\(name)")
        #expect(refusals.first?.reason.contains("<dotted name>@X.Y.Z") == true)
        // One that is there already can be taken away.
        #expect(try setting.codes(Self.delete("refs/tags/\(name)", .zero)) == [])
    }

    @Test func everyRefusalIsTold() async throws {
        let setting = try await Setting()
        let refusals = try setting.refusals(
            Self.delete("refs/heads/main", setting.main), Self.create("refs/heads/fine", setting.main),
            Self.create("refs/tags/agents.invoice@1.0.0", setting.main),
            Self.create("refs/tags/agents.X@1.0.0", setting.main), Self.create("refs/x", setting.main))
        #expect(
            refusals.map(\.reference) == [
                "refs/heads/main", "refs/tags/agents.invoice@1.0.0", "refs/tags/agents.X@1.0.0", "refs/x",
            ])
    }

    /// One release at a time and many at once are judged in two ways, which have to agree with each other and with git.
    @Test(arguments: [UInt64(1), 2, 3])
    func manyReleasesAreJudgedLikeEach(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let setting = try await Setting()
        let tree = try await setting.builder.git("rev-parse", "HEAD^{tree}")
        var commits = [setting.main.hex]
        for index in 0..<24 {
            var parents: Set<String> = []
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                parents.insert(try #require(commits.suffix(6).randomElement(using: &random)))
            }
            let arguments = parents.sorted().flatMap { ["-p", $0] }
            let result = try await runCommand(
                "git", ["commit-tree", tree, "-m", "c\(index)"] + arguments, in: setting.builder.path,
                environment: [
                    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@x", "GIT_COMMITTER_NAME": "A",
                    "GIT_COMMITTER_EMAIL": "a@x",
                ])
            commits.append(String(result.output.prefix(40)))
        }
        let main = try #require(commits.suffix(4).randomElement(using: &random))
        try await setting.builder.git("update-ref", "refs/heads/main", main)
        let onMain = Set(
            try await setting.builder.git("rev-list", main).split(separator: "\n").map(String.init))

        var updates: [ReferenceUpdate] = []
        var expected: Set<String> = []
        for (index, commit) in commits.enumerated() {
            let name = "refs/tags/agents.invoice@1.0.\(index)"
            updates.append(Self.create(name, try await setting.tagObject("t", commit)))
            if !onMain.contains(commit) { expected.insert(name) }
        }
        let policy = PushPolicy(repository: try setting.builder.open())
        #expect(Set(try policy.refusals(for: updates).map(\.reference)) == expected)
        for update in updates {
            #expect(try policy.refusals(for: [update]).isEmpty == !expected.contains(update.name))
        }
    }
}
