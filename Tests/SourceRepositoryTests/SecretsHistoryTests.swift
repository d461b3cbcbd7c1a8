import Foundation
import Git
import SourceFormat
import SourceRepository
import TestSupport
import Testing

@Suite struct SecretsHistoryTests {
    private static let package = packagePath("agents/area/a")

    /// A secret as a test thinks of it: which value it has, and its description.
    private struct Secret: Hashable {
        let value: Int
        let description: String?
    }

    /// What a commit has at the place of the secrets file.
    private enum Version {
        case secrets([String: Secret])
        case absent, invalid, link, folder

        var secrets: [String: Secret] { if case .secrets(let secrets) = self { secrets } else { [:] } }
    }

    private struct Node {
        let parents: [Int]
        let version: Version
        let date: Int
    }

    private static func text(_ secrets: [String: Secret]) throws -> String {
        var file = SecretsFile.empty
        for (name, secret) in secrets.sorted(by: { $0.key < $1.key }) {
            let bytes = Data((0..<16).map { UInt8(($0 &* 7 &+ secret.value) & 255) }).base64EncodedString()
            let value = SealedValue(keyId: "k1", nonce: "AAAAAAAAAAAAAAAA", ciphertext: bytes, tag: bytes)
            file = try file.setting(
                SecretName(parsing: name), to: value, description: secret.description ?? "")
        }
        return file.text
    }

    /// Makes a repository of commits; each is the tip of a branch `c<number>`.
    private static func repository(_ nodes: [Node]) async throws -> (RepositoryBuilder, [ObjectID]) {
        let builder = try await RepositoryBuilder()
        var stream = ""
        for (number, node) in nodes.enumerated() {
            stream += "commit refs/heads/c\(number)\nmark :\(number + 1)\n"
            stream += "author Author \(number) <a@example.com> \(node.date) +0100\n"
            stream += "committer Ada <ada@example.com> \(node.date) +0000\n"
            let message = "commit \(number)\n"
            stream += "data \(message.utf8.count)\n\(message)"
            for (index, parent) in node.parents.enumerated() {
                stream += "\(index == 0 ? "from" : "merge") :\(parent + 1)\n"
            }
            stream += "deleteall\nM 100644 inline noise\ndata \("\(number % 5)".utf8.count)\n\(number % 5)\n"
            let path = package.secretsPath
            func file(_ mode: String, _ path: String, _ text: String) {
                stream += "M \(mode) inline \(path)\ndata \(text.utf8.count)\n\(text)\n"
            }
            switch node.version {
            case .secrets(let secrets): file("100644", path, try text(secrets))
            case .absent: break
            case .invalid: file("100644", path, "schemaVersion: 1\nsecrets: [")
            case .link: file("120000", path, "../other.yaml")
            case .folder: file("100644", path + "/file", try text(["A": Secret(value: 1, description: nil)]))
            }
        }
        try await builder.fastImport(stream)
        let references = try builder.open().references(prefix: "refs/heads/c")
        let tips = Dictionary(uniqueKeysWithValues: references.map { ($0.name, $0.target) })
        return (builder, try nodes.indices.map { try #require(tips["refs/heads/c\($0)"]) })
    }

    /// The commit that a secret is from, by the plainest reading of the rule.
    private static func origin(of name: String, at number: Int, in nodes: [Node]) -> Int {
        var number = number
        while let parent = nodes[number].parents.first(where: {
            nodes[$0].version.secrets[name] == nodes[number].version.secrets[name]
        }) { number = parent }
        return number
    }

    private static func check(
        _ nodes: [Node], at numbers: some Sequence<Int>, _ comment: Comment? = nil
    ) async throws {
        let (builder, ids) = try await repository(nodes)
        let repository = try builder.open()
        let place = try #require(RepositoryPlace.discover(from: builder.path))
        for number in numbers {
            let found = try SecretsHistory.lastChanges(of: package, at: ids[number], in: repository)
            let same = try #require(SecretsHistory.lastChanges(of: package, at: ids[number], place: place))
            #expect(same.mapValues(\.commit) == found.mapValues(\.commit), comment)
            #expect(same.mapValues(\.entry) == found.mapValues(\.entry), comment)
            #expect(same.mapValues(\.author) == found.mapValues(\.author), comment)
            #expect(same.mapValues(\.message) == found.mapValues(\.message), comment)
            let secrets = nodes[number].version.secrets
            #expect(Set(found.keys.map(\.rawValue)) == Set(secrets.keys), comment)
            for (name, origin) in found {
                let expected = Self.origin(of: name.rawValue, at: number, in: nodes)
                #expect(
                    ids.firstIndex(of: origin.commit) == expected, "\(name) at \(number): \(comment ?? "")")
                #expect(origin.author.name == "Author \(expected)" && origin.author.offsetMinutes == 60)
                #expect(origin.author.date == Int64(nodes[expected].date))
                #expect(origin.message == "commit \(expected)\n")
                #expect(origin.entry.name == name)
                #expect(origin.entry.description == secrets[name.rawValue]?.description)
            }
        }
    }

    private static func line(_ versions: [Version]) -> [Node] {
        versions.enumerated().map { number, version in
            Node(
                parents: number == 0 ? [] : [number - 1], version: version,
                date: 1_700_000_000 + number)
        }
    }

    @Test func followsALine() async throws {
        func secret(_ value: Int, _ description: String? = nil) -> Secret {
            Secret(value: value, description: description)
        }
        let nodes = Self.line([
            .absent, .secrets(["A": secret(1)]), .secrets(["A": secret(1), "B": secret(2)]),
            .secrets(["A": secret(1), "B": secret(2, "what for")]),
            .secrets(["A": secret(1), "B": secret(2, "what for")]),
            // Gone and back again is as new.
            .secrets(["B": secret(2, "what for")]), .secrets(["A": secret(1), "B": secret(3, "what for")]),
            .invalid, .secrets(["A": secret(1)]), .link, .secrets(["A": secret(1)]), .folder, .secrets([:]),
        ])
        try await Self.check(nodes, at: nodes.indices)
    }

    @Test func followsEachParentOfAMerge() async throws {
        func secrets(_ values: [String: Int]) -> Version {
            .secrets(values.mapValues { Secret(value: $0, description: nil) })
        }
        func node(_ parents: [Int], _ version: Version, _ date: Int) -> Node {
            Node(parents: parents, version: version, date: 1_700_000_000 + date)
        }
        let nodes = [
            node([], secrets(["A": 0, "B": 0, "C": 0, "D": 0]), 0),
            node([0], secrets(["A": 1, "B": 0, "C": 0, "D": 0]), 5),
            node([0], secrets(["A": 0, "B": 2, "C": 0, "D": 0]), 3),
            node([0], secrets(["A": 0, "B": 0, "C": 3, "D": 0, "E": 3]), 4),
            // The same change on two lines: the first parent's is the one.
            node([1], secrets(["A": 1, "B": 0, "C": 0, "D": 0, "E": 3]), 6),
            node([4, 2, 3], secrets(["A": 1, "B": 2, "C": 3, "D": 9, "E": 3]), 7),
            node([3, 4], secrets(["A": 1, "B": 2, "C": 3, "D": 0, "E": 3]), 8),
            node([5, 6], secrets(["A": 1, "B": 2, "C": 3, "D": 0, "E": 3]), 8),
        ]
        try await Self.check(nodes, at: nodes.indices)
    }

    @Test(arguments: 0..<8) func agreesWithThePlainReading(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let names = ["A", "B", "C_1", "D"]
        var nodes: [Node] = []
        for number in 0..<40 {
            // Few lines, so that they meet again; clocks that run wrong in half of the histories.
            let recent = Array(max(0, number - 5)..<number)
            let count =
                number == 0 ? 0 : min(recent.count, [1, 1, 1, 2, 2, 3].randomElement(using: &random) ?? 1)
            let parents = Array(recent.shuffled(using: &random).prefix(count))
            let skew = seed % 2 == 0 ? 0 : Int.random(in: -20...20, using: &random)
            let version: Version
            switch Int.random(in: 0..<20, using: &random) {
            case 0: version = .absent
            case 1: version = .invalid
            case 2...7: version = parents.first.map { nodes[$0].version } ?? .secrets([:])
            default:
                var secrets: [String: Secret] = [:]
                for name in names {
                    // Mostly what one of the parents has.
                    let inherited = parents.randomElement(using: &random).flatMap {
                        nodes[$0].version.secrets[name]
                    }
                    if Int.random(in: 0..<4, using: &random) > 0 {
                        secrets[name] = inherited
                    } else if Bool.random(using: &random) {
                        secrets[name] = Secret(
                            value: Int.random(in: 0..<3, using: &random),
                            description: Bool.random(using: &random) ? "d" : nil)
                    }
                }
                version = .secrets(secrets)
            }
            nodes.append(Node(parents: parents, version: version, date: 1_700_000_000 + number + skew))
        }
        try await Self.check(nodes, at: 25..<40, "seed \(seed)")
    }

    @Test func endsWhereAShallowCloneEnds() async throws {
        let secrets = Version.secrets(["A": Secret(value: 1, description: nil)])
        let (builder, ids) = try await Self.repository(Self.line([secrets, secrets, secrets]))
        let shallow = builder.directory.appending("shallow")
        try await builder.git(
            "clone", "--quiet", "--bare", "--depth=2", "--branch=c2", "file://" + builder.path, shallow)
        let found = try SecretsHistory.lastChanges(
            of: Self.package, at: ids[2], in: try Repository(open: shallow))
        #expect(found.values.map(\.commit) == [ids[1]])
        try await builder.git(
            "clone", "--quiet", "--depth=2", "--branch=c2", "file://" + builder.path, "inside")
        let place = try #require(RepositoryPlace.discover(from: builder.path + "/inside"))
        #expect(SecretsHistory.lastChanges(of: Self.package, at: ids[2], place: place) == nil)
    }

    @Test func whatIsNotThereIsAnError() async throws {
        let (builder, ids) = try await Self.repository(Self.line([.absent, .absent]))
        let repository = try builder.open()
        #expect(try SecretsHistory.lastChanges(of: Self.package, at: ids[1], in: repository).isEmpty)
        #expect(throws: SourceRepositoryError.self) {
            try SecretsHistory.lastChanges(of: Self.package, at: .zero, in: repository)
        }
        let place = try #require(RepositoryPlace.discover(from: builder.path))
        #expect(SecretsHistory.lastChanges(of: Self.package, at: ids[1], place: place)?.isEmpty == true)
        #expect(SecretsHistory.lastChanges(of: Self.package, at: .zero, place: place) == nil)
        let secrets = Version.secrets(["A": Secret(value: 1, description: nil)])
        let (broken, tips) = try await Self.repository(Self.line([secrets, secrets]))
        let name = tips[0].hex
        try broken.remove(".git/objects/\(name.prefix(2))/\(name.dropFirst(2))")
        #expect(throws: SourceRepositoryError.self) {
            try SecretsHistory.lastChanges(of: Self.package, at: tips[1], in: try broken.open())
        }
        let brokenPlace = try #require(RepositoryPlace.discover(from: broken.path))
        #expect(SecretsHistory.lastChanges(of: Self.package, at: tips[1], place: brokenPlace) == nil)
    }
}
