import Git
import SourceFormat
import SourceRepository
import TestSupport
import Testing

/// Random graphs resolve as the plainest resolver would have it: one that keeps nothing and follows each way anew.
@Suite struct LockResolverPropertyTests {
    private struct Name: Hashable, Comparable {
        let package: String
        let version: Int

        var label: String { "agents.\(package)@\(version).0.0" }

        static func < (left: Name, right: Name) -> Bool {
            (left.package, left.version) < (right.package, right.version)
        }
    }

    /// Releases and what each depends on.
    private struct Graph {
        var releases: [Name: [Name]] = [:]

        init(_ random: inout SeededGenerator) {
            let packages = (0..<Int.random(in: 2...7, using: &random)).map { "p\($0)" }
            // Mostly downward, so that many graphs are whole; sometimes anywhere, so that some have cycles.
            let wild = Double.random(in: 0...0.15, using: &random)
            for (index, package) in packages.enumerated() {
                for version in 1...Int.random(in: 1...3, using: &random) {
                    var dependencies: [String: Int] = [:]
                    for (other, name) in packages.enumerated() {
                        let isLower = other > index && Double.random(in: 0...1, using: &random) < 0.45
                        let isWild = Double.random(in: 0...1, using: &random) < wild
                        guard isLower || isWild, other != index else { continue }
                        dependencies[name] = Int.random(in: 1...3, using: &random)
                    }
                    releases[Name(package: package, version: version)] = dependencies.map {
                        Name(package: $0.key, version: $0.value)
                    }.sorted()
                }
            }
        }

        enum Answer: Equatable {
            case tree(Tree)
            case refused(code: ResolutionError.Code, path: [String])
        }

        struct Tree: Equatable {
            let label: String
            let children: [Tree]
        }

        func resolve(_ name: Name, way: [Name] = []) -> Answer {
            let path = (way + [name]).map(\.label)
            if way.contains(where: { $0.package == name.package }) {
                return .refused(code: .dependencyCycle, path: path)
            }
            guard let dependencies = releases[name] else {
                return .refused(code: .releaseNotFound, path: path)
            }
            var children: [Tree] = []
            for dependency in dependencies {
                switch resolve(dependency, way: way + [name]) {
                case .tree(let tree): children.append(tree)
                case .refused(let code, let path): return .refused(code: code, path: path)
                }
            }
            return .tree(Tree(label: name.label, children: children))
        }

        /// A history in which each release has a commit of its own.
        var history: String {
            var stream = ""
            func data(_ text: String) -> String { "data \(text.utf8.count)\n\(text)\n" }
            let who = "A <a@b> 1700000000 +0000"
            var files = Sample.root
            for (mark, (name, dependencies)) in releases.sorted(by: { $0.key < $1.key }).enumerated() {
                let needed = dependencies.map { ("agents.\($0.package)", "\($0.version).0.0") }
                files.merge(
                    Sample.package(
                        "agents/\(name.package)", dependencies: Dictionary(uniqueKeysWithValues: needed))
                ) { $1 }
                stream += "commit refs/heads/main\nmark :\(mark + 1)\ncommitter \(who)\n" + data(name.label)
                for (path, contents) in files.sorted(by: { $0.key < $1.key }) {
                    stream += "M 100644 inline \(path)\n" + data(contents)
                }
                stream += "tag \(name.label)\nfrom :\(mark + 1)\ntagger \(who)\n" + data(name.label)
            }
            return stream
        }
    }

    private func tree(_ node: LockNode) -> Graph.Tree {
        Graph.Tree(label: node.resolvedTag ?? "no tag", children: node.dependencies.map(tree))
    }

    @Test func resolvesAsTheNaiveResolverDoes() async throws {
        var random = SeededGenerator(seed: 5)
        var kinds: [String: Int] = [:]
        for round in 0..<16 {
            let graph = Graph(&random)
            let builder = try await RepositoryBuilder()
            try await builder.fastImport(graph.history)
            if round.isMultiple(of: 2) { try await builder.git("pack-refs", "--all") }
            // One resolver for all, in any order: what it keeps must change no answer. Every other one reads the
            // repository's files, and asks libgit2 for what they do not tell.
            let place = round % 4 < 2 ? try #require(RepositoryPlace.discover(from: builder.path)) : nil
            let store = ObjectStore(place: place) { () throws(GitError) in try Repository(open: builder.path)
            }
            let resolver = LockResolver(objects: store, place: place, mainReference: "refs/heads/main")
            for name in graph.releases.keys.sorted().shuffled(using: &random) {
                let expected = graph.resolve(name)
                let answer: Graph.Answer
                do throws(SourceRepositoryError) {
                    let reference = PackageReference(
                        path: packagePath("agents/\(name.package)"),
                        version: .exact(Sample.version("\(name.version).0.0")))
                    let lockfile = try resolver.resolve(reference)
                    answer = .tree(tree(lockfile.root))
                    kinds["tree", default: 0] += 1
                } catch {
                    guard case .resolution(let reason) = error else { throw error }
                    answer = .refused(code: reason.code, path: reason.path)
                    kinds[reason.code.rawValue, default: 0] += 1
                }
                #expect(answer == expected)
            }
        }
        // The property says little unless each sort of answer came up.
        for kind in ["tree", "dependency_cycle", "release_not_found"] {
            #expect(kinds[kind, default: 0] > 5, "\(kinds)")
        }
    }
}
