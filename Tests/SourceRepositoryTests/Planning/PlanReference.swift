import Foundation
import SourceFormat
import TestSupport

/// A plan made slowly and plainly from what git says, to hold the real one against.
struct PlanReference {
    struct Package: Equatable, CustomStringConvertible {
        var current: String?
        var commits: [String] = []
        var bump: String?
        var next: String?
        var movedDependencies: [String] = []
        var outdated: [String] = []

        var description: String {
            "\(current ?? "-") → \(next ?? "-") (\(bump ?? "-")) \(commits.map { $0.prefix(7) }) \(movedDependencies) \(outdated)"
        }
    }

    let packages: [String: Package]

    init(of builder: RepositoryBuilder, follows: Bool) async throws {
        let commits = try await builder.git("rev-list", "--date-order", "--parents", "main")
            .split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let touches = try await Self.touches(commits, builder)
        let messages = try await Self.messages(builder)
        let releases = try await Self.releases(builder)
        let files = try await builder.git("ls-tree", "-r", "--name-only", "main").split(separator: "\n")
        var found: [String: Package] = [:]
        var pins: [String: [(String, String)]] = [:]
        for file in files where file.hasSuffix("/eigenpal.yaml") {
            let path = String(file.dropLast("/eigenpal.yaml".count))
            var package = Package()
            var range = ["rev-list", "main"]
            if let release = releases[path] {
                package.current = release.version
                range.append("^" + release.commit)
            }
            let arguments = range
            let since = Set(
                try await builder.git(arguments[0], arguments[1], arguments.count > 2 ? arguments[2] : "main")
                    .split(separator: "\n").map(String.init))
            package.commits = commits.map { $0[0] }.filter {
                since.contains($0) && touches[$0, default: []].contains(path)
            }
            let level = package.commits.map { messages[$0] ?? 1 }.max() ?? 0
            package.raise(level)
            found[path] = package
            let text = try await builder.git("show", "main:\(file)")
            // A manifest that moved here with dependencies that it may not have is not valid.
            let own = "workspace:\(path.replacing("/", with: "."))\""
            guard !text.contains(own), path.hasPrefix("agents/") || path.hasPrefix("workflows/") else {
                continue
            }
            for line in text.split(separator: "\n") where line.contains("workspace:") {
                let parts = line.split(separator: "\"").map(String.init)
                let name = parts[1].dropFirst("workspace:".count).replacing(".", with: "/")
                pins[path, default: []].append((String(name), parts[3]))
            }
        }
        // Until nothing moves any more.
        while follows {
            var hasMoved = false
            for (path, list) in pins where found[path]?.next == nil {
                for (dependency, version) in list {
                    if let next = found[dependency]?.next, Self.isOlder(version, next),
                        found[path]?.next == nil
                    {
                        found[path]?.raise(1)
                        hasMoved = true
                    }
                }
            }
            if !hasMoved { break }
        }
        for (path, list) in pins {
            for (dependency, version) in list {
                if follows, let next = found[dependency]?.next, Self.isOlder(version, next),
                    found[path]?.next != nil
                {
                    found[path]?.movedDependencies.append("\(dependency) \(version) \(next)")
                }
                if let highest = found[dependency]?.next ?? found[dependency]?.current,
                    Self.isOlder(version, highest)
                {
                    found[dependency]?.outdated.append("\(path) \(version)")
                }
            }
        }
        for path in found.keys {
            found[path]?.movedDependencies.sort()
            found[path]?.outdated.sort()
        }
        packages = found
    }

    /// Which packages each commit touches: the paths that differ from every parent, each counted to the innermost
    /// folder with a manifest in the commit or a parent.
    private static func touches(
        _ commits: [[String]], _ builder: RepositoryBuilder
    ) async throws -> [String: Set<String>] {
        let log = try await builder.git(
            "log", "-m", "--root", "--no-renames", "--name-only", "--format=commit %H", "main")
        var paths: [String: [Set<String>]] = [:]
        var current = ""
        // A merge that does not differ from a parent is not listed for it.
        for line in log.split(separator: "\n") {
            if line.hasPrefix("commit ") {
                current = String(line.dropFirst(7).prefix(40))
                paths[current, default: []].append([])
            } else {
                var lists = paths.removeValue(forKey: current) ?? [[]]
                lists[lists.count - 1].insert(String(line))
                paths[current] = lists
            }
        }
        // Moves lead to folders that nobody chose.
        let manifests = log.split(separator: "\n").filter { $0.hasSuffix("/eigenpal.yaml") }
        let folders = Set(manifests.map { String($0.dropLast("/eigenpal.yaml".count)) }).sorted()
        var queries = ""
        for commit in commits {
            for folder in folders { queries += "\(commit[0]):\(folder)/eigenpal.yaml\n" }
        }
        let answers = try await builder.git("cat-file", "--batch-check=%(objecttype)", input: queries)
            .split(separator: "\n")
        var holds: [String: Set<String>] = [:]
        for (index, answer) in answers.enumerated() where answer == "blob" {
            holds[commits[index / folders.count][0], default: []].insert(folders[index % folders.count])
        }
        var touches: [String: Set<String>] = [:]
        for commit in commits {
            let lists = paths[commit[0]] ?? []
            guard lists.count >= commit.count - 1, var changed = lists.first else { continue }
            for list in lists { changed.formIntersection(list) }
            let known = commit.reduce(into: Set<String>()) { $0.formUnion(holds[$1] ?? []) }
            for path in changed {
                let owner = known.filter { path.hasPrefix($0 + "/") }.max { $0.count < $1.count }
                if let owner { touches[commit[0], default: []].insert(owner) }
            }
        }
        return touches
    }

    private static func messages(_ builder: RepositoryBuilder) async throws -> [String: Int] {
        let log = try await builder.git("log", "--format=%H%x01%B%x02", "main")
        var levels: [String: Int] = [:]
        for part in log.split(separator: "\u{2}") {
            let fields = part.split(separator: "\u{1}", maxSplits: 1, omittingEmptySubsequences: false)
            guard fields.count == 2 else { continue }
            let id = fields[0].trimmingCharacters(in: .whitespacesAndNewlines)
            let text = fields[1].trimmingCharacters(in: .whitespacesAndNewlines)
            levels[id] =
                RandomHistory.messages.first {
                    $0.text.trimmingCharacters(in: .whitespacesAndNewlines) == text
                }?.level
        }
        return levels
    }

    private static func releases(
        _ builder: RepositoryBuilder
    ) async throws -> [String: (version: String, commit: String)] {
        let tags = try await builder.git(
            "for-each-ref", "--format=%(refname:short) %(objecttype) %(*objectname)", "refs/tags")
        var found: [String: (version: String, commit: String)] = [:]
        for line in tags.split(separator: "\n") {
            let fields = line.split(separator: " ").map(String.init)
            guard fields[1] == "tag" else { continue }
            let name = fields[0].split(separator: "@").map(String.init)
            let path = name[0].replacing(".", with: "/")
            if let known = found[path], !isOlder(known.version, name[1]) { continue }
            found[path] = (name[1], fields[2])
        }
        return found
    }

    private static func isOlder(_ left: String, _ right: String) -> Bool {
        left.compare(right, options: .numeric) == .orderedAscending
    }
}

extension PlanReference.Package {
    fileprivate mutating func raise(_ level: Int) {
        guard level > 0 else { return }
        var numbers = (current ?? "0.0.0").split(separator: ".").map { Int($0)! }
        let place = level == 1 ? 2 : level == 2 || numbers[0] == 0 ? 1 : 0
        numbers[place] += 1
        for index in numbers.indices where index > place { numbers[index] = 0 }
        bump = ["major", "minor", "patch"][place]
        next = numbers.map(String.init).joined(separator: ".")
    }
}
