import Git
import SourceFormat

/// The walk over history: which commits touch a package since its highest release.
struct PlanHistory {
    /// A package's highest release, and the commits since that touch it.
    struct Touching {
        let release: HighestReleases.Release?
        /// Whether the release's commit leads to the tip.
        let isInHistory: Bool
        /// Newest first.
        let commits: [ObjectID]
    }

    /// For so many packages or fewer a path is looked at alone, if that saves looking at so many commits whole.
    private static let fewPackages = 8
    private static let manyCommits = 200

    private let repository: Repository
    private(set) var index: TouchIndex
    /// How many facts the index holds more than it did.
    private(set) var learned = 0
    /// So few facts are found again sooner than the index is written.
    private static let worthKeeping = 50
    /// Whether the index holds so much more than it did that it is worth to be kept.
    var hasLearned: Bool { learned >= Self.worthKeeping }
    private var tip = 0

    init(repository: Repository, index: TouchIndex) {
        (self.repository, self.index) = (repository, index)
    }

    /// Goes to a commit.
    ///
    /// - Returns: the packages there.
    mutating func start(at commit: ObjectID) throws(GitError) -> PlanCatalog {
        let tree = try repository.commitLinks(commit).tree
        tip = try include(commit)
        var catalog: PlanCatalog
        if let known = index.catalog {
            catalog = known
            do throws(GitError) {
                try catalog.move(to: tree, in: repository)
            } catch {
                // The tree that is known may be gone, after a branch was rewritten.
                catalog = try PlanCatalog(of: tree, in: repository)
            }
        } else {
            catalog = try PlanCatalog(of: tree, in: repository)
        }
        if index.catalog == nil { learned += Self.worthKeeping }
        if index.catalog?.tree != tree { learned += 1 }
        index.catalog = catalog
        return catalog
    }

    /// The commits that touch packages since their releases, or since one commit.
    mutating func commits(
        touching packages: Set<PackagePath>, releases: [PackagePath: HighestReleases.Release],
        since: ObjectID?
    ) throws(GitError) -> [PackagePath: Touching] {
        var bases: [PackagePath: Int] = [:]
        for path in packages {
            if let base = since ?? releases[path]?.commit { bases[path] = try includeIfCommit(base) }
        }
        let order = CommitOrder(of: index.graph, from: tip)
        var ranges: [Int: CommitsSince] = [:]
        for base in Set(bases.values) { ranges[base] = order.since(base, in: index.graph) }
        let everything = CommitsSince(end: order.numbers.count, left: [])
        let wanted = packages.map { path in
            (path: path, range: bases[path].flatMap { ranges[$0] } ?? everything)
        }
        let end = wanted.map(\.range.end).max() ?? 0
        let places = try placesTouching(packages, before: end, in: order)
        var found: [PackagePath: Touching] = [:]
        for (path, range) in wanted {
            let release = releases[path]
            let commits = (places[path] ?? []).filter { range.contains($0) }
            found[path] = Touching(
                release: release, isInHistory: isInHistory(release?.commit, order),
                commits: commits.map { index.graph.ids[order.numbers[$0]] })
        }
        return found
    }

    private func isInHistory(_ commit: ObjectID?, _ order: CommitOrder) -> Bool {
        guard let commit, let number = index.graph.number(of: commit), number < index.graph.ids.count else {
            return false
        }
        return order.place(of: number) != nil
    }

    /// The places before `end` of the commits that touch each package.
    private mutating func placesTouching(
        _ packages: Set<PackagePath>, before end: Int, in order: CommitOrder
    ) throws(GitError) -> [PackagePath: [Int]] {
        let missing = (0..<end).filter { !index.graph.isTouchKnown(order.numbers[$0]) }
        var scoped: [Int: [PackagePath]] = [:]
        if !missing.isEmpty {
            var items: [TouchWork.Item] = []
            items.reserveCapacity(missing.count)
            for place in missing { items.append(try item(order.numbers[place])) }
            let isScoped = packages.count <= Self.fewPackages && missing.count > Self.manyCommits
            let repository = repository
            let touches = try Repository.keepingTreesOnce { () throws(GitError) in
                try TouchWork.touches(
                    of: items, scope: isScoped ? packages.sorted() : nil, in: repository)
            }
            for (place, paths) in zip(missing, touches) {
                if isScoped {
                    scoped[place] = paths
                } else {
                    index.graph.setTouches(of: order.numbers[place], paths)
                    learned += 1
                }
            }
        }
        let isWanted = index.graph.packages.map { packages.contains($0) }
        // By number first: there are ten times as many touches as packages, and a path is long to hash.
        var numbered = [[Int]](repeating: [], count: isWanted.count)
        var found: [PackagePath: [Int]] = [:]
        for place in 0..<end {
            for path in scoped[place] ?? [] where packages.contains(path) {
                found[path, default: []].append(place)
            }
            for package in index.graph.touches(of: order.numbers[place]) where isWanted[Int(package)] {
                numbered[Int(package)].append(place)
            }
        }
        for (path, places) in zip(index.graph.packages, numbered) where !places.isEmpty {
            // What was looked at alone is not in the index, and the other way round.
            found[path] = found[path].map { ($0 + places).sorted() } ?? places
        }
        return found
    }

    private mutating func item(_ number: Int) throws(GitError) -> TouchWork.Item {
        var parents: [ObjectID] = []
        for parent in index.graph.parents(of: number) {
            parents.append(try index.graph.tree(of: Int(parent), from: repository))
        }
        return TouchWork.Item(
            tree: try index.graph.tree(of: number, from: repository), parents: parents)
    }

    private mutating func include(_ commit: ObjectID) throws(GitError) -> Int {
        if let known = index.graph.number(of: commit) { return known }
        let known = index.graph.ids.count
        defer { learned += index.graph.ids.count - known }
        return try index.graph.include(commit, from: repository)
    }

    /// The number of what a tag leads to; nil where that is no commit, or not there.
    private mutating func includeIfCommit(_ id: ObjectID) throws(GitError) -> Int? {
        if let known = index.graph.number(of: id) { return known }
        do throws(GitError) {
            guard try repository.object(id) == .commit else { return nil }
        } catch {
            guard case .notFound = error else { throw error }
            return nil
        }
        return try include(id)
    }
}
