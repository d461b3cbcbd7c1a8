import Foundation
import Git
import Scanning
import TestSupport
import Testing

@testable import Guard

@Suite("Outgoing commits")
struct OutgoingCommitsTests {
    private func store(_ path: String, direct: Bool = true) -> ObjectStore {
        ObjectStore(place: direct ? RepositoryPlace.discover(from: path) : nil) { () throws(GitError) in
            try Repository(open: path)
        }
    }

    /// A history of branches and merges whose clocks disagree, a token in every third commit.
    private func history(
        _ random: inout SeededGenerator, commits: Int
    ) -> (stream: String, tokens: [Int: String]) {
        var stream = ""
        var tokens: [Int: String] = [:]
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        for number in 1...commits {
            let parents =
                number == 1
                ? []
                : Array(
                    Set(
                        (0..<(Int.random(in: 0..<4, using: &random) == 0 ? 2 : 1)).map { _ in
                            max(1, number - Int.random(in: 1...4, using: &random))
                        })
                ).sorted(by: >)
            let date = 1_700_000_000 + number * 60 + Int.random(in: -300...300, using: &random)
            var text = "line \(number)\n"
            if number.isMultiple(of: 3) {
                let body = String((0..<24).map { _ in letters.randomElement(using: &random) ?? "A" })
                tokens[number] = "sk" + "_live_" + body
                text += "key = \"\(tokens[number] ?? "")\"\n"
            }
            stream += "blob\nmark :\(1000 + number)\ndata \(text.utf8.count)\n\(text)\n"
            stream += "commit refs/heads/b\(number)\nmark :\(number)\n"
            stream += "committer Ada <ada@example.org> \(date) +0000\ndata 1\n.\n"
            if let first = parents.first { stream += "from :\(first)\n" }
            for other in parents.dropFirst() { stream += "merge :\(other)\n" }
            stream += "M 100644 :\(1000 + number) dir\(number % 5)/file\(number % 7)\n\n"
        }
        return (stream, tokens)
    }

    @Test("are those of git rev-list, for random histories and remotes", .timeLimit(.minutes(2)))
    func asGit() async throws {
        var random = SeededGenerator(seed: 99)
        for round in 0..<6 {
            let builder = try await RepositoryBuilder()
            let count = 40
            try await builder.fastImport(history(&random, commits: count).stream)
            let store = store(builder.path, direct: round.isMultiple(of: 2))
            var ids: [ObjectID] = [.zero]
            for number in 1...count {
                ids.append(try #require(ObjectID(hex: try await builder.git("rev-parse", "b\(number)"))))
            }
            for _ in 0..<12 {
                let tips = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    Int.random(in: 1...count, using: &random)
                }
                let remote = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    Int.random(in: 1...count, using: &random)
                }
                let found = try OutgoingCommits(
                    to: tips.map { ids[$0] },
                    notFrom: remote.map { ids[$0] } + [
                        ObjectID(hex: String(repeating: "7", count: 40)) ?? .zero
                    ],
                    in: store)
                let told = try await builder.git(
                    "rev-list", input: "",
                    arguments: tips.map { "b\($0)" } + ["--not"] + remote.map { "b\($0)" })
                let expected = Set(told.split(separator: "\n").compactMap { ObjectID(hex: $0) })
                #expect(Set(found.commits.map(\.id)) == expected, "\(tips) not \(remote)")
                #expect(found.commits.count == expected.count)
            }
        }
    }

    @Test("give every token once, with a commit that added it", .timeLimit(.minutes(1)))
    func tokens() async throws {
        var random = SeededGenerator(seed: 5)
        let builder = try await RepositoryBuilder()
        let (stream, tokens) = history(&random, commits: 60)
        try await builder.fastImport(stream)
        let store = store(builder.path)
        let range = try HistoryRange(nil, try Repository(open: builder.path))
        let scan = try HistoryScan.whole(of: store, range: range, with: Scanner())
        #expect(scan.commits == 60)
        #expect(scan.findings.count == tokens.count)
        for finding in scan.findings {
            #expect(finding.rule == "stripe-key")
            let commit = try #require(finding.commit)
            let number = try #require(
                tokens.keys.first {
                    tokens[$0]?.suffix(3) == finding.masked?.suffix(3)
                        && finding.place == .file("dir\($0 % 5)/file\($0 % 7)")
                })
            #expect(try await builder.git("rev-parse", "b\(number)") == commit.hex)
            #expect(finding.line == 2)
        }
    }

    @Test("of a shallow clone end where its history does", .timeLimit(.minutes(1)))
    func shallow() async throws {
        let builder = try await RepositoryBuilder()
        for number in 1...4 { try await builder.commit("c\(number)", files: ["f\(number)": "x"]) }
        let directory = try TemporaryDirectory()
        let path = directory.appending("shallow")
        let cloned = try await runCommand(
            "git", ["clone", "--quiet", "--depth", "2", "file://\(builder.path)", path])
        #expect(cloned.exitCode == 0)
        let store = store(path)
        let tip = try Repository(open: path).resolve("HEAD")
        #expect(try OutgoingCommits(to: [tip], notFrom: [], in: store).commits.count == 1)
        #expect(try OutgoingCommits(to: [tip], notFrom: [tip], in: store).commits.isEmpty)
    }
}

extension RepositoryBuilder {
    /// Runs git with arguments of a list.
    fileprivate func git(_ command: String, input: String, arguments: [String]) async throws -> String {
        let result = try await runCommand("git", ["-C", path, command] + arguments)
        try #require(result.exitCode == 0, "\(result.errorOutput)")
        return result.output
    }
}
