import Git
import SourceFormat
import SourceRepository
import TestSupport
import Testing

@Suite struct GeneratedRepositoryTests {
    @Test func isWhatAnOrganizationWouldHave() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.appending("generated")
        let arguments = ["--packages", "60", "--commits", "400", "--tags", "300"]
        let made = try await runCommand(
            "\(Products.checkout)/scripts/generate-repository", [path] + arguments)
        #expect(made.exitCode == 0, "\(made.errorOutput)")
        let checked = try await runCommand("git", ["fsck", "--strict"], in: path)
        #expect(checked.exitCode == 0, "\(checked.errorOutput)")
        #expect(try await runCommand("git", ["status", "--porcelain"], in: path).output == "")

        let repository = try Repository(open: path)
        let releases = try ReleaseIndex(repository: repository)
        let files = WorkingFiles(directory: path)
        let packages = try PackageCatalog.packages(in: files)
        #expect(packages.count == 60)
        #expect(Set(packages.map(\.kind)).count >= 6)
        #expect(PackageValidator(files: files, releases: releases).validateAll() == [])

        let main = try #require(try repository.reference("refs/heads/main")?.target)
        let history = try repository.history(from: main)
        #expect(history.count == 400)
        let position = Dictionary(uniqueKeysWithValues: history.reversed().enumerated().map { ($1, $0) })
        let resolver = LockResolver(repository: repository)
        var count = 0
        var dependencies = 0
        for package in packages {
            // Versions rise along main.
            let positions = releases.releases(of: package).reversed().map { position[$0.commit] ?? -1 }
            #expect(positions == positions.sorted() && positions.first != -1)
            for release in releases.releases(of: package) {
                let reference = PackageReference(path: package, version: .exact(release.version))
                dependencies += try resolver.resolve(reference).root.dependencies.count
                count += 1
            }
        }
        #expect(count == 300)
        #expect(dependencies > 20)

        let again = directory.appending("again")
        _ = try await runCommand(
            "\(Products.checkout)/scripts/generate-repository", [again, "--bare"] + arguments)
        let listed = try await [path, again].asyncMap {
            try await runCommand("git", ["show-ref"], in: $0).output
        }
        #expect(listed[0] == listed[1])
    }

    @Test(arguments: [["--packages", "5", "--commits", "3"], ["--packages", "-1"], ["--packages", "0"]])
    func refusesWhatCannotBe(arguments: [String]) async throws {
        let directory = try TemporaryDirectory()
        let made = try await runCommand(
            "\(Products.checkout)/scripts/generate-repository", [directory.appending("generated")] + arguments
        )
        #expect(made.exitCode == 2)
    }
}

extension Array {
    fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async throws -> [Result]
    {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
