import Git
import SourceFormat

extension LockResolver {
    /// The commit that a version of a package stands for.
    func locate(
        _ path: PackagePath, at version: VersionReference, way: LockWay
    ) throws(SourceRepositoryError) -> Location {
        let release: Release?
        switch version {
        case .main: return Location(commit: try mainCommit(way), resolvedRef: version.description, tag: nil)
        case .commit(let hex):
            return Location(commit: try commitOnMain(hex, way), resolvedRef: version.description, tag: nil)
        case .latest: release = try index(of: path).latest(of: path)
        case .exact(let exact): release = try index(of: path).release(of: path, version: exact)
        case .range(let range): release = try index(of: path).highest(of: path, matching: range)
        }
        guard let release else { throw try missingRelease(of: path, version, way) }
        guard try isCommit(release.commit) else {
            throw way.refusal(
                .releaseNotFound, "the tag \(release.tag) is not of a commit, so it is no release",
                remedy: "Release another version")
        }
        return Location(commit: release.commit, resolvedRef: release.version.description, tag: release.tag)
    }

    private func tipOfMain() throws(SourceRepositoryError) -> ObjectID? {
        if main == nil { main = try target(of: mainReference) }
        return main
    }

    private func mainCommit(_ way: LockWay) throws(SourceRepositoryError) -> ObjectID {
        if let tip = try tipOfMain() { return tip }
        throw way.refusal(
            .mainNotFound, "the repository has no main yet", remedy: "Push a first commit to main")
    }

    private func commitOnMain(_ hex: String, _ way: LockWay) throws(SourceRepositoryError) -> ObjectID {
        let main = try mainCommit(way)
        guard let commit = ObjectID(hex: hex), try isCommit(commit) else {
            throw way.refusal(.commitNotFound, "there is no such commit in the repository", remedy: nil)
        }
        guard try inGit({ () throws(GitError) in try objects.repository.isAncestor(commit, of: main) }) else {
            throw way.refusal(
                .commitNotOnMain, "the commit is not on main, and only what is on main can be locked",
                remedy: "Push it to main first")
        }
        return commit
    }

    private func isCommit(_ id: ObjectID) throws(SourceRepositoryError) -> Bool {
        do throws(GitError) {
            return try objects.object(id)?.kind == .commit
        } catch .tooLarge {
            return false
        } catch {
            throw .git(error)
        }
    }

    private func missingRelease(
        of path: PackagePath, _ version: VersionReference, _ way: LockWay
    ) throws(SourceRepositoryError) -> SourceRepositoryError {
        let (index, name) = (try index(of: path), path.dottedName)
        let correction = way.dependent.map { "Change the dependency in \($0)" }
        if case .exact(let exact) = version,
            index.lightweight(of: path).contains(where: { $0.version == exact })
        {
            return way.refusal(
                .releaseNotFound, "the tag \(name)@\(exact) is not annotated, so it is no release",
                remedy: correction ?? "Release another version")
        }
        if let latest = index.latest(of: path) {
            return way.refusal(
                .releaseNotFound, "\(name) has no release \(version); the highest is \(latest.version)",
                remedy: correction ?? "Ask for one that is there: eigenpal-src releases \(path)")
        }
        if let main = try tipOfMain(), try files(of: main).entry(at: path.manifestPath)?.isFile == true {
            return way.refusal(
                .releaseNotFound, "\(name) has no release yet",
                remedy: "Release it: eigenpal-src release <version> \(path)")
        }
        return way.refusal(
            .packageNotFound, "there is no package \(name), and no release of one",
            remedy: correction ?? "Correct the name")
    }
}
