import Foundation
import Git
import SourceFormat
import SourceRepository
import TestSupport
import Testing

@Suite struct PackageChangesTests {
    private func summary(_ changes: PackageChanges) -> [String] {
        changes.packages.map { "\($0.kind.rawValue) \($0.path)" }
    }

    @Test func comparesCommitsByPackage() async throws {
        let builder = try await RepositoryBuilder.sample(
            Sample.package("agents/a"), Sample.package("agents/a/inner"), Sample.package("agents/gone"),
            Sample.package("agents/still"), ["agents/loose.txt": "1"])
        let base = try await builder.head()
        try builder.remove("agents/gone")
        try await builder.commit(
            "change",
            files: Sample.package("workflows/new").merging([
                "agents/a/inner/SKILL.md": "x", "README.md": "x", "agents/loose.txt": "2",
            ]) { $1 })
        let head = try await builder.head()
        let repository = try builder.open()
        let changes = try PackageChanges.between(base, and: head, in: repository)
        #expect(
            summary(changes) == ["modified agents/a/inner", "removed agents/gone", "added workflows/new"])
        #expect(changes.packages[0].files == ["agents/a/inner/SKILL.md"])
        #expect(changes.packages[1].files == ["agents/gone/AGENT.md", "agents/gone/eigenpal.yaml"])
        #expect(changes.otherFiles == ["README.md", "agents/loose.txt"])
        #expect(try PackageChanges.between(head, and: head, in: repository).isEmpty)
        let all = try PackageChanges.between(nil, and: base, in: repository)
        #expect(
            summary(all) == [
                "added agents/a", "added agents/a/inner", "added agents/gone", "added agents/still",
            ])
    }

    @Test func comparesTheWorkingTree() async throws {
        let builder = try await RepositoryBuilder.sample(
            Sample.package("agents/a"), Sample.package("agents/b"), Sample.package("agents/c"))
        let repository = try builder.open()
        #expect(try PackageChanges.inWorkingTree(of: repository).isEmpty)
        try builder.write("agents/a/AGENT.md", "changed\n")
        try builder.write("agents/b/staged.md", "new\n")
        try await builder.git("add", "agents/b/staged.md")
        try builder.remove("agents/c")
        try builder.write(Sample.package("agents/deep/untracked"))
        try builder.write([
            "agents/a/.eigenpal/eigenpal.lock": "{}", "agents/a/eigenpal_modules/x": "", "notes": "",
        ])
        let changes = try PackageChanges.inWorkingTree(of: repository)
        #expect(
            summary(changes) == [
                "modified agents/a", "modified agents/b", "removed agents/c", "added agents/deep/untracked",
            ])
        #expect(changes.packages[0].files == ["agents/a/AGENT.md"])
        #expect(changes.packages[1].files == ["agents/b/staged.md"])
        #expect(
            changes.packages[3].files == [
                "agents/deep/untracked/AGENT.md", "agents/deep/untracked/eigenpal.yaml",
            ])
        #expect(changes.otherFiles == ["notes"])
    }

    @Test func aPackageIsRemovedOnceNothingOfItIsLeft() async throws {
        let builder = try await RepositoryBuilder.sample(
            Sample.package("agents/lost"), Sample.package("agents/misnamed"), Sample.package("agents/outer"),
            Sample.package("agents/outer/inner"), Sample.package("agents/cached"))
        let base = try await builder.head()
        try builder.remove("agents/lost/eigenpal.yaml")
        try await builder.git("mv", "agents/misnamed/eigenpal.yaml", "agents/misnamed/eigenpal.yml")
        try builder.remove("agents/misnamed/AGENT.md")
        for file in ["eigenpal.yaml", "AGENT.md"] { try builder.remove("agents/outer/\(file)") }
        try builder.remove("agents/cached")
        try builder.write("agents/cached/eigenpal_modules/x", "ignored")
        let expected = [
            "removed agents/cached", "modified agents/lost", "modified agents/misnamed",
            "removed agents/outer",
        ]
        let repository = try builder.open()
        #expect(summary(try PackageChanges.inWorkingTree(of: repository)) == expected)
        try builder.remove("agents/cached")
        try await builder.commit()
        let changes = try PackageChanges.between(base, and: try await builder.head(), in: repository)
        #expect(summary(changes) == expected)
    }

    @Test func worksBeforeTheFirstCommit() async throws {
        let builder = try await RepositoryBuilder()
        try builder.write(Sample.root)
        try builder.write(Sample.package("agents/a"))
        let changes = try PackageChanges.inWorkingTree(of: try builder.open())
        #expect(summary(changes) == ["added agents/a"])
        #expect(changes.otherFiles == [".gitattributes", ".gitignore", "eigenpal.yaml"])
    }

    @Test func refusesBareRepositories() async throws {
        let repository = try await RepositoryBuilder(bare: true).open()
        #expect(throws: SourceRepositoryError.self) { try PackageChanges.inWorkingTree(of: repository) }
    }

    /// Over random histories the files that differ are those that git names, and each is told once.
    @Test func agreesWithGit() async throws {
        var random = SeededGenerator(seed: 3)
        let builder = try await RepositoryBuilder.sample()
        let folders = ["agents/a", "agents/a/b", "agents/c", "resources/skills/d", "docs", "agents", "."]
        let names = ["eigenpal.yaml", "x", "y", "z"]
        var commits = [try await builder.git("rev-parse", "HEAD")]
        for _ in 0..<10 {
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let path = "\(folders.randomElement(using: &random)!)/\(names.randomElement(using: &random)!)"
                if FileManager.default.fileExists(atPath: "\(builder.path)/\(path)"),
                    Bool.random(using: &random)
                {
                    try builder.remove(path)
                } else {
                    try builder.write(path, "\(Int.random(in: 0...3, using: &random))")
                }
            }
            commits.append(try await builder.commit())
        }
        let repository = try builder.open()
        for _ in 0..<30 {
            let (one, other) = (
                commits.randomElement(using: &random)!, commits.randomElement(using: &random)!
            )
            let changes = try PackageChanges.between(
                try repository.resolve(one), and: try repository.resolve(other), in: repository)
            let listed = try await builder.git("diff", "--name-only", "--no-renames", one, other)
            let files = changes.packages.flatMap(\.files) + changes.otherFiles
            #expect(files.sorted() == listed.split(separator: "\n").map(String.init).sorted())
            for change in changes.packages {
                #expect(change.files.allSatisfy { $0.hasPrefix("\(change.path)/") })
            }
        }
    }
}
