import Foundation
import Git
import SourceFormat
import TestSupport
import Testing

@testable import SourceRepository

@Suite struct ScaffolderTests {
    private func new(_ template: Templates.Template, _ path: String? = nil) -> NewPackage {
        NewPackage(
            template: template, path: packagePath(path ?? "\(template.folder)/new-one"), name: "New: one #1",
            description: "Says \"hello\" & more: yes")
    }

    private let author = Signature(name: "Ada", email: "ada@example.com")

    @Test(arguments: Templates.Template.allCases)
    func scaffoldsValidPackagesBothWays(template: Templates.Template) async throws {
        let package = new(template, "\(template.folder)/deep/new-one")
        let checkout = try await RepositoryBuilder()
        let written = try Scaffolder.write(package, into: checkout.path)
        #expect(written == written.sorted() && written.contains(package.path.manifestPath))
        #expect(written.contains("eigenpal.yaml") && written.contains(".gitignore"))
        #expect(PackageValidator(files: WorkingFiles(directory: checkout.path)).validateAll() == [])
        let (manifest, _) = PackageManifest.parse(
            bytes: Array(
                try Data(contentsOf: URL(fileURLWithPath: "\(checkout.path)/\(package.path.manifestPath)"))),
            path: package.path)
        #expect(manifest?.name == package.name)
        #expect(manifest?.description == package.description)

        let bare = try await RepositoryBuilder(bare: true)
        let repository = try bare.open()
        let commit = try Scaffolder.commit(package, in: repository, author: author)
        #expect(try await bare.git("rev-parse", "main") == commit.hex)
        #expect(try await bare.git("rev-list", "--count", "main") == "1")
        let files = try CommitFiles(repository: repository, commit: commit)
        #expect(PackageValidator(files: files).validateAll() == [])
        try await bare.git("fsck", "--strict")

        // The two callers put the same files in place.
        try await checkout.commit("scaffold")
        #expect(try await checkout.git("rev-parse", "HEAD^{tree}") == bare.git("rev-parse", "main^{tree}"))
    }

    @Test func addsToWhatIsThere() async throws {
        let builder = try await RepositoryBuilder.sample(Sample.package("agents/a"), ["README.md": "ours\n"])
        let written = try Scaffolder.write(new(.agent), into: builder.path)
        #expect(written.allSatisfy { $0.hasPrefix("agents/new-one/") })
        let repository = try builder.open()
        let before = try await builder.head()
        let commit = try Scaffolder.commit(
            new(.skill), in: repository, author: author, message: "feat: our words\n")
        #expect(try repository.commit(commit).parents == [before])
        #expect(try repository.commit(commit).message == "feat: our words\n")
        let changed = try await builder.git("diff", "--name-status", before.hex, commit.hex)
        #expect(changed.split(separator: "\n").allSatisfy { $0.hasPrefix("A\tresources/skills/new-one/") })
    }

    @Test func refusesToReplaceAnything() async throws {
        let builder = try await RepositoryBuilder.sample(["agents/new-one/AGENT.md": "mine\n"])
        let repository = try builder.open()
        let before = try await builder.git("rev-parse", "main")
        let taken = SourceRepositoryError.alreadyExists(path: "agents/new-one/AGENT.md")
        #expect(throws: taken) { try Scaffolder.write(new(.agent), into: builder.path) }
        #expect(throws: taken) { try Scaffolder.commit(new(.agent), in: repository, author: author) }
        let below = new(.agent, "agents/new-one/taken")
        try builder.write("agents/new-one/taken", "a file\n")
        try await builder.commit()
        let blocked = SourceRepositoryError.notADirectory(path: "agents/new-one/taken")
        #expect(throws: blocked) { try Scaffolder.write(below, into: builder.path) }
        #expect(throws: blocked) { try Scaffolder.commit(below, in: repository, author: author) }
        #expect(try await builder.git("status", "--porcelain") == "")
        #expect(try await builder.git("rev-parse", "main^") == before)
    }

    @Test func leavesTheCheckoutByNoLink() async throws {
        let builder = try await RepositoryBuilder.sample()
        let outside = builder.directory.appending("outside")
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: "\(builder.path)/agents", withDestinationPath: outside)
        #expect(throws: SourceRepositoryError.notADirectory(path: "agents")) {
            try Scaffolder.write(new(.agent), into: builder.path)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == [])
    }

    @Test func takesBackWhatItWroteWhenItFailsHalfWay() throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            atPath: directory.appending("agents/kept"), withIntermediateDirectories: true)
        var writer = ScaffoldWriter(directory: directory.path)
        try writer.write(Array("one".utf8), to: "agents/new/deep/one")
        try writer.write(Array("two".utf8), to: "two")
        #expect(throws: SourceRepositoryError.self) {
            try writer.write([], to: "agents/other/\(String(repeating: "x", count: 300))")
        }
        writer.undo()
        let left = try FileManager.default.subpathsOfDirectory(atPath: directory.path)
        #expect(left.sorted() == ["agents", "agents/kept"])
    }

    @Test func leavesOthersFilesWhenItTakesBack() throws {
        let directory = try TemporaryDirectory()
        var writer = ScaffoldWriter(directory: directory.path)
        try writer.write(Array("one".utf8), to: "agents/new/one")
        try Data("theirs".utf8).write(to: URL(fileURLWithPath: directory.appending("agents/new/theirs")))
        #expect(throws: SourceRepositoryError.alreadyExists(path: "agents/new/theirs")) {
            try writer.write(Array("ours".utf8), to: "agents/new/theirs")
        }
        writer.undo()
        let left = try FileManager.default.subpathsOfDirectory(atPath: directory.path)
        #expect(left.sorted() == ["agents", "agents/new", "agents/new/theirs"])
        #expect(
            try String(contentsOfFile: directory.appending("agents/new/theirs"), encoding: .utf8) == "theirs")
    }

    @Test func putsTheRootInPlaceOnce() async throws {
        let bare = try await RepositoryBuilder(bare: true)
        let repository = try bare.open()
        let commit = try Scaffolder.commitRoot(in: repository, author: author)
        #expect(
            try await bare.git("ls-tree", "--name-only", "main").split(separator: "\n") == [
                ".gitattributes", ".gitignore", "eigenpal.yaml",
            ])
        #expect(try Scaffolder.commitRoot(in: repository, author: author) == commit)
        let checkout = try await RepositoryBuilder()
        #expect(
            try Scaffolder.writeRoot(into: checkout.path) == [
                ".gitattributes", ".gitignore", "eigenpal.yaml",
            ])
        #expect(try Scaffolder.writeRoot(into: checkout.path) == [])
    }

    @Test func commitsOnWhateverCameBetween() async throws {
        let bare = try await RepositoryBuilder(bare: true)
        let path = bare.path
        _ = try Scaffolder.commitRoot(in: try bare.open(), author: author)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<6 {
                group.addTask {
                    // A handle each, as two processes would have.
                    let repository = try Repository(open: path)
                    let package = NewPackage(
                        template: .agent, path: packagePath("agents/n\(index)"), name: "N \(index)")
                    let author = Signature(name: "Ada", email: "ada@example.com")
                    _ = try Scaffolder.commit(package, in: repository, author: author)
                }
            }
            try await group.waitForAll()
        }
        #expect(try await bare.git("rev-list", "--count", "main") == "7")
        let packages = try await bare.git("ls-tree", "-d", "--name-only", "main", "agents/")
        #expect(packages.split(separator: "\n").count == 6)
        #expect(try await bare.git("rev-list", "--min-parents=2", "main") == "")
    }

    @Test func holdsTheCallersLock() async throws {
        let bare = try await RepositoryBuilder(bare: true)
        let repository = try bare.open()
        var events: [String] = []
        let commit = try Scaffolder.commit(new(.agent), in: repository, author: author) {
            body throws(SourceRepositoryError) in
            events.append("lock")
            let commit = try body()
            events.append("unlock")
            return commit
        }
        #expect(events == ["lock", "unlock"])
        #expect(try await bare.git("rev-parse", "main") == commit.hex)
    }
}
