import Foundation
import TestSupport
import Testing

@testable import Git

@Suite("Differences between trees")
struct TreeDifferencesTests {
    @Test("are those that git diff-tree tells, for files and through libgit2", .timeLimit(.minutes(1)))
    func asGit() async throws {
        let builder = try await RepositoryBuilder()
        try await builder.commit(
            "one", files: ["a": "1", "b/c": "2", "b/d": "3", "b.c": "4", "dir/x/y": "5"])
        try await builder.git("rm", "-rq", "dir")
        #expect(chmod(builder.path + "/b/d", 0o755) == 0)
        try await builder.commit("two", files: ["a": "1", "b/c": "9", "b0": "7", "dir": "now a file"])
        try await builder.git("checkout", "-qb", "side", "HEAD~1")
        try await builder.commit("three", files: ["b/d": "8", "new": "6"])
        try await builder.git("merge", "-q", "--no-edit", "-s", "ours", "main")
        try await builder.commit("four", files: ["b/c": "both", "a": "2"])
        let place = try #require(RepositoryPlace.discover(from: builder.path))
        let path = builder.path
        for isDirect in [true, false] {
            let store = ObjectStore(place: isDirect ? place : nil) { () throws(GitError) in
                try Repository(open: path)
            }
            for revision in ["main", "side~1", "side", "side~2"] {
                let name = try await builder.git("rev-parse", revision)
                let id = try #require(ObjectID(hex: name.trimmingCharacters(in: .whitespacesAndNewlines)))
                let commit = try #require(try store.commit(id))
                var parents: [ObjectID?] = []
                for parent in commit.parents { parents.append(try store.commit(parent)?.tree) }
                var found: [String] = []
                try store.fileDifferences(of: commit.tree, from: parents) {
                    found.append($0.path)
                    #expect($0.isOfContents == ($0.path != "b/d" || revision != "main"), "\($0.path)")
                }
                let told = try await builder.git(
                    "diff-tree", "-r", "-c", "--root", "--no-commit-id", "--name-only", "-z", revision)
                #expect(Set(found) == Set(told.split(separator: "\0").map(String.init)), "\(revision)")
            }
        }
    }
}
