import Foundation
import Git
import SourceFormat
import SourceRepository
import TestSupport
import Testing

@Suite struct ReleasePlanRandomTests {
    /// How many repositories; `PLAN_REPOSITORIES` in the environment asks for more.
    static var count: Int { ProcessInfo.processInfo.environment["PLAN_REPOSITORIES"].flatMap(Int.init) ?? 40 }

    @Test func plansAsPlainGitCommandsSay() async throws {
        var commits = 0
        for seed in 0..<Self.count {
            commits += try await check(seed: seed, size: 8 + seed % 30)
        }
        // A check that finds nothing to compare proves nothing.
        #expect(commits > Self.count * 5)
    }

    /// As many commits as are worth threads, and a look at few packages alone.
    @Test func plansALongHistory() async throws {
        #expect(try await check(seed: 7_001, size: 1_300) > 100)
    }

    private func check(seed: Int, size: Int) async throws -> Int {
        let builder = try await RepositoryBuilder(bare: true)
        var history = RandomHistory(seed: UInt64(seed))
        try await history.make(commits: size, in: builder)
        if seed % 2 == 0 { try await builder.git("pack-refs", "--all") }
        let follows = seed % 3 == 0
        let reference = try await PlanReference(of: builder, follows: follows)
        let repository = try builder.open()
        let tip = try #require(try repository.reference("refs/heads/main")?.target)
        let settings = PlanSettings(dependents: follows ? .follow : .stay)
        let engine = ReleasePlanEngine(repository: repository, settings: settings)

        let plan = try engine.plan(.init(usesIndex: false), at: tip)
        let found = Dictionary(
            uniqueKeysWithValues: plan.packages.map { ($0.path.description, Self.plain($0)) })
        #expect(Set(found.keys) == Set(reference.packages.keys), "seed \(seed)")
        for (path, package) in reference.packages {
            #expect(found[path] == package, "seed \(seed), \(path)")
        }
        // From an index of older commits, of another branch, and of everything.
        for revision in ["main~3", "refs/heads/work", "main", "main"] {
            if let commit = try? repository.resolve(revision) {
                let other = try engine.plan(at: commit)
                if commit == tip { #expect(other == plan, "seed \(seed)") }
            }
        }
        let file = "\(repository.commonDirectory)eigenpal/touch-index"
        #expect(FileManager.default.fileExists(atPath: file))
        try FileManager.default.removeItem(atPath: file)
        for package in plan.packages {
            let alone = try engine.plan(.init(packages: [package.path], usesIndex: seed % 5 == 0), at: tip)
            #expect(alone.packages.map(Self.plain) == [Self.plain(package)], "seed \(seed)")
        }
        return plan.packages.reduce(0) { $0 + $1.commits.count }
    }

    private static func plain(_ plan: PackagePlan) -> PlanReference.Package {
        let moved = plan.reasons.compactMap { reason -> String? in
            guard case .dependency(let path, let from, let to) = reason else { return nil }
            return "\(path) \(from) \(to)"
        }
        return PlanReference.Package(
            current: plan.current?.version.description, commits: plan.commits.map(\.commit),
            bump: plan.bump?.rawValue, next: plan.next?.description, movedDependencies: moved.sorted(),
            outdated: plan.outdatedDependents.map { "\($0.path) \($0.version)" }.sorted())
    }
}
