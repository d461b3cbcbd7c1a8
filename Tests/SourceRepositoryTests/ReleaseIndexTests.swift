import Git
import SourceFormat
import SourceRepository
import TestSupport
import Testing

@Suite struct ReleaseIndexTests {
    @Test func ordersReleasesByVersionAndKeepsLightweightTagsApart() async throws {
        let builder = try await RepositoryBuilder.sample(Sample.package("agents/a"))
        let first = try await builder.head()
        for version in ["1.2.0", "1.10.0", "0.9.9", "2.0.0"] {
            try await builder.release("agents.a@\(version)")
        }
        try await builder.commit("change")
        try await builder.release("agents.a@1.9.0", message: "Ninth\n\nWith notes.")
        try await builder.git("tag", "agents.a@3.0.0")
        for other in [
            "agents.ab@1.0.0", "agents.a.b@1.0.0", "agents.a@1.0", "agents.a@01.0.0", "agents.A@1.0.0", "v1",
        ] {
            try await builder.release(other)
        }
        let path = packagePath("agents/a")
        let repository = try builder.open()
        let place = try #require(RepositoryPlace.discover(from: builder.path))
        for index in [
            try ReleaseIndex(repository: repository), try ReleaseIndex(repository: repository, path: path),
            try #require(ReleaseIndex(place: place)), try #require(ReleaseIndex(place: place, path: path)),
        ] {
            #expect(
                index.releases(of: path).map(\.version.description) == [
                    "2.0.0", "1.10.0", "1.9.0", "1.2.0", "0.9.9",
                ])
            #expect(index.lightweight(of: path).map(\.version.description) == ["3.0.0"])
            #expect(index.lightweight(of: path).allSatisfy { !$0.isAnnotated })
            #expect(index.latest(of: path)?.version.description == "2.0.0")
            #expect(index.latest(of: path)?.commit == first)
            let ninth = try #require(index.release(of: path, version: Sample.version("1.9.0")))
            #expect(ninth.isAnnotated && ninth.commit != first)
            #expect(ninth.tag.name == "agents.a@1.9.0")
            #expect(index.highest(of: path, matching: try VersionRange(parsing: "1.x"))?.version.minor == 10)
            #expect(index.highest(of: path, matching: try VersionRange(parsing: "1.9.*"))?.version.minor == 9)
            #expect(index.highest(of: path, matching: try VersionRange(parsing: "4.x")) == nil)
            #expect(index.release(of: path, version: Sample.version("3.0.0")) == nil)
            #expect(index.releases(of: packagePath("agents/none")) == [])
        }
        #expect(try ReleaseIndex(repository: repository, path: path).packages == [path])
        #expect(
            try ReleaseIndex.latest(in: repository).map(\.tag.name) == [
                "agents.a@2.0.0", "agents.a.b@1.0.0", "agents.ab@1.0.0",
            ])
        #expect(try ReleaseIndex.latest(in: place) == ReleaseIndex.latest(in: repository))
        #expect(
            try ReleaseIndex(repository: repository).packages.map(\.dottedName) == [
                "agents.a", "agents.a.b", "agents.ab",
            ])
    }

    @Test func agreesWithGit() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.appending("generated")
        let made = try await runCommand(
            "\(Products.checkout)/scripts/generate-repository",
            [path, "--packages", "12", "--commits", "90", "--tags", "80", "--seed", "7"])
        #expect(made.exitCode == 0, "\(made.errorOutput)")
        // Half of the tags packed, half loose, one tag of a tag.
        _ = try await runCommand("git", ["tag", "-a", "-m", "again", "agents.x@1.0.0", "HEAD"], in: path)
        let listed = try await runCommand(
            "git", ["for-each-ref", "--format=%(refname:short) %(*objectname)", "refs/tags"], in: path)
        let expected = Set(listed.output.split(separator: "\n").map(String.init))
        let repository = try Repository(open: path)
        let index = try ReleaseIndex(repository: repository)
        let found = index.packages.flatMap { index.releases(of: $0) }
        #expect(expected.count == 81)
        #expect(Set(found.map { "\($0.tag.name) \($0.commit)" }) == expected)
        #expect(try ReleaseIndex.latest(in: repository) == index.packages.compactMap { index.latest(of: $0) })
        let place = try #require(RepositoryPlace.discover(from: path))
        #expect(try ReleaseIndex.latest(in: place) == ReleaseIndex.latest(in: repository))
        let read = try #require(ReleaseIndex(place: place))
        #expect(read.packages == index.packages)
        for package in index.packages {
            let one = try ReleaseIndex(repository: repository, path: package)
            #expect(one.releases(of: package) == index.releases(of: package))
            #expect(read.releases(of: package) == index.releases(of: package))
            let other = try #require(ReleaseIndex(place: place, path: package))
            #expect(other.releases(of: package) == index.releases(of: package))
        }
    }
}
