import Testing

@testable import SourceFormat

@Suite struct ConventionalCommitTests {
    @Test func readsMessagesAsTheVectorsSay() throws {
        try Vectors.check("commits.txt") { entry in
            let bump = PlanSettings.standard.bump(for: ConventionalCommit(parsing: entry.text))
            let level = bump?.rawValue ?? "none"
            let reverted = RevertedCommits.named(in: entry.text)
            let tail = "asks for: \(level)\n" + reverted.map { "takes back: \($0)\n" }.joined()
            guard let commit = ConventionalCommit(parsing: entry.text) else {
                return "no convention\n" + tail
            }
            var lines = ["type: \(commit.type)"]
            if let scope = commit.scope { lines.append("scope: \(scope)") }
            if commit.isMarkedBreaking { lines.append("marked: breaking") }
            lines.append("description: \(commit.description)")
            if let body = commit.body { lines.append("body: \(body.debugDescription)") }
            for footer in commit.footers {
                lines.append("footer \(footer.token): \(footer.value.debugDescription)")
            }
            for text in commit.breakingDescriptions { lines.append("breaks: \(text.debugDescription)") }
            return lines.joined(separator: "\n") + "\n" + tail
        }
    }

    @Test func takesAnyBytes() throws {
        let text = "feat(a)!: b\n\nbody\n\nBREAKING CHANGE: c\nRefs #1\r\n"
        try rounds(3_000) { _, generator in
            let bytes = damaged(Array(text.utf8), alphabet: "():! \n#BREAKING-é", using: &generator)
            let message = String(decoding: bytes, as: UTF8.self)
            let commit = ConventionalCommit(parsing: message)
            _ = RevertedCommits.named(in: message)
            guard let commit else { return }
            #expect(!commit.type.isEmpty && !commit.description.isEmpty)
            // What was read, written plainly, is read again the same.
            let scope = commit.scope.map { "(\($0))" } ?? ""
            let header = "\(commit.type)\(scope)\(commit.isMarkedBreaking ? "!" : ""): \(commit.description)"
            let again = ConventionalCommit(parsing: header)
            #expect(again?.scope == commit.scope && again?.description == commit.description)
        }
    }

    @Test(arguments: [
        ("0.3.1", Bump.major, "0.4.0"), ("0.3.1", .minor, "0.4.0"), ("0.3.1", .patch, "0.3.2"),
        ("1.0.0", .major, "2.0.0"), ("1.2.3", .minor, "1.3.0"), ("0.0.0", .major, "0.1.0"),
    ])
    func raisesTheSecondNumberBeforeTheFirstStableVersion(from: String, bump: Bump, to: String) throws {
        let version = try SemanticVersion(parsing: from)
        #expect(try version.bumped(bump.applied(after: version)).description == to)
    }
}
