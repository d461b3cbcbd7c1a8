import TestSupport

/// Many random graphs of packages in one history, each below a folder of its own and made from a seed of its own.
///
/// Beside whole graphs there are cycles, versions that were never released, releases that are lightweight tags, manifests
/// that are no manifests, and packages without any release: whatever a resolver has to refuse.
struct RandomGraphs {
    /// The history, as git fast-import reads it.
    private(set) var history = ""
    /// References into each graph, in the order of the seeds; `@:7` is the seventh commit of the history.
    private(set) var references: [[String]] = []

    private var mark = 0

    /// - Parameters:
    ///   - seeds: one graph for each.
    ///   - count: how many references into each graph.
    init(seeds: Range<UInt64>, references count: Int) {
        commit([
            ("eigenpal.yaml", "schemaVersion: 1\neigenpalVersion: 1.0.0\n"),
            (".gitignore", ".eigenpal/\neigenpal_modules/\n"),
        ])
        for seed in seeds {
            var random = SeededGenerator(seed: seed)
            add(Graph(seed: seed, &random), references: count, &random)
        }
    }

    /// One graph: how many packages, which versions each has, and how it likes to go wrong.
    private struct Graph {
        let folder: String
        /// How many versions each package has; none for one that was never released.
        let versions: [Int]
        /// How often a dependency leads anywhere, not only to a package behind.
        let wild: Double
        /// How often a dependency is of a version that there is not.
        let missing: Double

        init(seed: UInt64, _ random: inout SeededGenerator) {
            folder = "agents/g\(seed)"
            versions = (0..<Int.random(in: 2...8, using: &random)).map { _ in
                Int.random(in: 0...12, using: &random) == 0 ? 0 : Int.random(in: 1...3, using: &random)
            }
            wild = Bool.random(using: &random) ? Double.random(in: 0...0.2, using: &random) : 0
            missing = Bool.random(using: &random) ? Double.random(in: 0...0.3, using: &random) : 0
        }

        func path(_ package: Int) -> String { "\(folder)/p\(package)" }
        func name(_ package: Int) -> String { path(package).split(separator: "/").joined(separator: ".") }
    }

    private mutating func add(_ graph: Graph, references count: Int, _ random: inout SeededGenerator) {
        var commits: [Int] = []
        // From the last to the first, so that most dependencies were there when they were named.
        for package in graph.versions.indices.reversed() {
            for version in 1...max(graph.versions[package], 1) {
                commit([
                    ("\(graph.path(package))/AGENT.md", "# \(package)\n"),
                    (
                        "\(graph.path(package))/eigenpal.yaml",
                        manifest(of: package, version, in: graph, &random)
                    ),
                ])
                commits.append(mark)
                guard graph.versions[package] > 0 else { continue }
                let isLightweight = Int.random(in: 0..<25, using: &random) == 0
                tag("\(graph.name(package))@\(version).0.0", isLightweight: isLightweight)
            }
        }
        references.append(
            (0..<count).map { number in
                // Most from the top, from where there is most to see; and now and then one that is not there.
                let package =
                    number < count / 2 ? 0 : Int.random(in: 0...graph.versions.count, using: &random)
                return "\(graph.name(package))\(version(commits, &random))"
            })
    }

    private func version(_ commits: [Int], _ random: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<7, using: &random) {
        case 0: return "@main"
        case 1: return ""
        case 2: return "@\(Int.random(in: 1...3, using: &random)).x"
        case 3: return "@latest"
        case 4: return "@:\(commits.randomElement(using: &random) ?? 1)"
        default: return "@\(Int.random(in: 1...3, using: &random)).0.0"
        }
    }

    private func manifest(
        of package: Int, _ version: Int, in graph: Graph, _ random: inout SeededGenerator
    ) -> String {
        var lines = ["schemaVersion: 1", "name: p\(package)", "description: version \(version)"]
        // A word that no manifest has, at a place where nothing else is wrong.
        if Int.random(in: 0..<30, using: &random) == 0 { lines.append("depends: on nothing") }
        var dependencies: [String] = []
        for other in graph.versions.indices {
            let isWild = Double.random(in: 0..<1, using: &random) < graph.wild
            let isBehind = other > package && Double.random(in: 0..<1, using: &random) < 0.5
            guard isBehind || isWild else { continue }
            let isMissing = Double.random(in: 0..<1, using: &random) < graph.missing
            let highest = max(graph.versions[other], 1)
            let wanted = isMissing ? highest + 1 : Int.random(in: 1...highest, using: &random)
            dependencies.append("  \"workspace:\(graph.name(other))\": \"\(wanted).0.0\"")
        }
        if !dependencies.isEmpty { lines += ["dependencies:"] + dependencies.shuffled(using: &random) }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: The history

    private static let who = "Ada <ada@example.com> 1700000000 +0000\n"

    private mutating func commit(_ files: [(path: String, contents: String)]) {
        mark += 1
        history += "commit refs/heads/main\nmark :\(mark)\ncommitter \(Self.who)data 1\nc\n"
        for (path, contents) in files {
            history += "M 100644 inline \(path)\ndata \(contents.utf8.count)\n\(contents)\n"
        }
    }

    /// Tags the last commit.
    private mutating func tag(_ name: String, isLightweight: Bool) {
        history +=
            isLightweight
            ? "reset refs/tags/\(name)\nfrom :\(mark)\n\n"
            : "tag \(name)\nfrom :\(mark)\ntagger \(Self.who)data 1\nr\n"
    }
}
