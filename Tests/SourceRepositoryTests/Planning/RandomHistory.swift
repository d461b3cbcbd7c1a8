import Foundation
import TestSupport

/// A small repository whose history is made of everything that a plan must cope with, by a fixed seed.
struct RandomHistory {
    /// A message, and what a person reads in it: the level it asks for, before the version is looked at.
    static let messages: [(text: String, level: Int)] = [
        ("feat: new", 2), ("feat(a.b): new", 2), ("fix: mend\n\nBody.\n\nRefs: #12\n", 1),
        ("perf(x): quick", 1),
        ("docs: tell\n", 0), ("chore(deps): tidy", 0), ("refactor!: turn", 3), ("feat(x)!: turn", 3),
        ("fix: mend\n\nBREAKING CHANGE: all\n  of it\n", 3), ("docs: tell\n\nBREAKING-CHANGE: all\n", 3),
        ("Mend it", 1), ("feat:without a space", 1), ("FIX: loud", 1), ("revert: feat: new", 1),
        ("docs: tell\n\nbreaking change: no\n", 0), ("Merge branch 'x'", 1), ("fix(: torn", 1), ("", 1),
    ]
    static let folders = [
        "agents/a", "agents/a/b", "agents/a/b/c", "agents/z", "workflows/w", "resources/skills/s",
        "resources/skills/t", "evaluators/e",
    ]

    private var random: SeededGenerator
    private var stream = ""
    private var states: [[String: String]] = []
    private var time = 1_600_000_000
    private var times: Set<Int> = []

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    /// Makes the history; the branch `main` ends it.
    mutating func make(commits: Int, in builder: RepositoryBuilder) async throws {
        var files = ["eigenpal.yaml": "schemaVersion: 1\neigenpalVersion: 1.0.0\n"]
        add(Self.folders[below(Self.folders.count)], to: &files)
        commit(files, from: [])
        var heads = [0]
        for number in 1..<commits {
            let side = below(10)
            if side == 0, heads.count < 3 {
                heads.append(heads[below(heads.count)])
            }
            let place = below(heads.count)
            if side < 3, Set(heads).count == heads.count, heads.count > 1 {
                let other = heads.remove(at: (place + 1) % heads.count)
                let target = min(place, heads.count - 1)
                merge(heads[target], other)
                heads[target] = number
            } else {
                var files = states[heads[place]]
                for _ in 0...below(3) { change(&files) }
                commit(files, from: [heads[place]])
                heads[place] = number
            }
        }
        stream += "reset refs/heads/main\nfrom :\(heads[0] + 1)\n\n"
        tag(commits)
        try await builder.fastImport(stream)
    }

    private mutating func change(_ files: inout [String: String]) {
        let folder = Self.folders[below(Self.folders.count)]
        switch below(10) {
        case 0...2: add(folder, to: &files)
        case 3: for path in files.keys where path.hasPrefix(folder + "/") { files[path] = nil }
        case 4: files[folder + "/eigenpal.yaml"] = nil
        case 5:
            let target = Self.folders[below(Self.folders.count)]
            guard !(target + "/").hasPrefix(folder + "/"), !(folder + "/").hasPrefix(target + "/") else {
                return
            }
            for (path, text) in files where path.hasPrefix(folder + "/") {
                files[path] = nil
                files[target + path.dropFirst(folder.count)] = text
            }
        case 6:
            let strays = [
                "agents/readme.md", "docs/a.md", folder + "/Data/deep/x.md", folder + "/sub/y.md",
                ".gitignore",
            ]
            files[strays[below(strays.count)]] = "\(below(1000))\n"
        default:
            let paths = files.keys.sorted().filter { !$0.hasSuffix("eigenpal.yaml") }
            if !paths.isEmpty { files[paths[below(paths.count)]] = "\(below(1_000_000))\n" }
        }
    }

    private mutating func add(_ folder: String, to files: inout [String: String]) {
        var manifest = "schemaVersion: 1\nname: N\(below(100))\n"
        let others = ["resources/skills/s", "resources/skills/t", "agents/z"].filter { $0 != folder }
        if folder.hasPrefix("agents") || folder.hasPrefix("workflows"), below(3) > 0 {
            manifest += "dependencies:\n"
            for other in others where below(2) == 0 || other == others[0] {
                let name = other.replacing("/", with: ".")
                manifest += "  \"workspace:\(name)\": \"\(below(2)).\(below(3)).0\"\n"
            }
        }
        files[folder + "/eigenpal.yaml"] = manifest
        files[folder + "/note.md"] = "\(below(1_000_000))\n"
    }

    private mutating func merge(_ ours: Int, _ theirs: Int) {
        var files: [String: String] = [:]
        // Ours, theirs, and now and then something that neither had.
        for path in Set(states[ours].keys).union(states[theirs].keys).sorted() {
            files[path] = states[below(2) == 0 ? ours : theirs][path]
        }
        if below(3) == 0 { change(&files) }
        commit(files, from: [ours, theirs])
    }

    private mutating func commit(_ files: [String: String], from parents: [Int]) {
        let message = Self.messages[below(Self.messages.count)].text
        // Clocks go wrong, but never two alike, of which the order would be anyone's.
        repeat { time += below(8) == 0 ? -below(900) : below(500) } while !times.insert(time).inserted
        stream += "commit refs/heads/work\nmark :\(states.count + 1)\n"
        stream += "committer Ada <ada@example.com> \(time) +0000\n"
        stream += "data \(message.utf8.count)\n\(message)\n"
        for (index, parent) in parents.enumerated() {
            stream += "\(index == 0 ? "from" : "merge") :\(parent + 1)\n"
        }
        stream += "deleteall\n"
        for (path, text) in files.sorted(by: { $0.key < $1.key }) {
            stream += "M 100644 inline \(path)\ndata \(text.utf8.count)\n\(text)\n"
        }
        stream += "\n"
        states.append(files)
    }

    private mutating func tag(_ commits: Int) {
        var used: Set<String> = []
        for _ in 0..<(3 + commits / 6) {
            let folder = Self.folders[below(Self.folders.count)].replacing("/", with: ".")
            let name = "\(folder)@\(below(2)).\(below(3)).\(below(12))"
            guard used.insert(name).inserted else { continue }
            let mark = below(commits) + 1
            if below(6) == 0 {
                stream += "reset refs/tags/\(name)\nfrom :\(mark)\n\n"
            } else {
                stream +=
                    "tag \(name)\nfrom :\(mark)\ntagger Ada <ada@example.com> 1700000000 +0000\ndata 2\nx\n\n"
            }
        }
    }
}
