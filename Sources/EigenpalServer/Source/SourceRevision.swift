import Git
import HTTPTypes
import SourceFormat
import SourceRepository

/// A commit that a request named by a reference.
enum SourceRevision {
    /// The commit of a reference: `main` or another branch, a tag, a commit's 40 hex digits; for a package, also
    /// `latest`, a version or a range of its releases.
    ///
    /// - Throws: 404 for a reference that there is not.
    static func commit(
        _ text: String, in repository: Repository, package: PackagePath? = nil
    ) throws -> ObjectID {
        switch try? VersionReference(parsing: text) {
        case .commit(let hex)?:
            if let id = ObjectID(hex: hex), isCommit(id, in: repository) { return id }
            throw APIError.referenceNotFound(text)
        case .latest?, .exact?, .range?:
            if let package { return try release(text, of: package, in: repository) }
        case .main?, nil:
            break
        }
        return try named(text, in: repository)
    }

    private static func release(
        _ text: String, of package: PackagePath, in repository: Repository
    ) throws -> ObjectID {
        let index = try ReleaseIndex(repository: repository, path: package)
        let release: Release? =
            switch try VersionReference(parsing: text) {
            case .exact(let version): index.release(of: package, version: version)
            case .range(let range): index.highest(of: package, matching: range)
            default: index.latest(of: package)
            }
        guard let release else { throw APIError.releaseNotFound(package, text) }
        return release.commit
    }

    private static func named(_ text: String, in repository: Repository) throws -> ObjectID {
        guard isPlainName(text) else { throw APIError.referenceNotFound(text) }
        let branch = text.hasPrefix("refs/heads/") ? text : "refs/heads/\(text)"
        let tag = text.hasPrefix("refs/tags/") ? String(text.dropFirst(10)) : text
        if let id = try target(branch: branch, tag: tag, in: repository) { return id }
        throw APIError.referenceNotFound(text)
    }

    private static func target(
        branch: String, tag: String, in repository: Repository
    ) throws(GitError) -> ObjectID? {
        do {
            if let id = try repository.reference(branch)?.target, isCommit(id, in: repository) { return id }
            if let id = try repository.tag(named: tag)?.target, isCommit(id, in: repository) { return id }
            return nil
        } catch {
            switch error {
            case .invalidName, .notFound: return nil
            default: throw error
            }
        }
    }

    /// A name as Git takes it, and none of the languages that `git rev-parse` reads.
    private static func isPlainName(_ text: String) -> Bool {
        guard (1...200).contains(text.utf8.count), !text.contains(".."), !text.hasPrefix("/"),
            !text.hasPrefix("-")
        else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"),
                UInt8(ascii: "/"), UInt8(ascii: "@"):
                true
            default: false
            }
        }
    }

    private static func isCommit(_ id: ObjectID, in repository: Repository) -> Bool {
        (try? repository.object(id)) == .commit
    }
}

extension APIError {
    /// There is no such branch, tag or commit.
    static func referenceNotFound(_ text: String) -> APIError {
        APIError(.notFound, code: "ref_not_found", field: "ref", "There is no reference \(quoted(text)).")
    }

    /// A package has no such release.
    static func releaseNotFound(
        _ package: PackagePath, _ version: String, field: String = "ref"
    ) -> APIError {
        let what = version == "latest" ? "no release" : "no release \(quoted(version))"
        return APIError(
            .notFound, code: "release_not_found", field: field, "\(package.dottedName) has \(what).",
            hint:
                "A release is an annotated tag `\(package.dottedName)@X.Y.Z`; `eigenpal-src release` makes one."
        )
    }
}
