import EigenpalAPI
import Git
import HTTPTypes
import HummingbirdCore
import NIOCore
import SourceFormat
import SourceRepository

/// Adds `source/*` but for the secrets: where the repository is, files, releases and lockfiles, all read from Git.
func addSourceRoutes(to api: inout APIRouter) {
    api.on(.get, "source/repository") { request throws(APIError) in
        let organization = request.identity.organization.slug
        let configuration = request.services.configuration
        // By the address that the client used, so that its API key may go there, too.
        let base =
            configuration.baseURL(usedBy: request.request.head.authority)
            ?? configuration.baseURL(boundTo: request.context.channel.localAddress?.port)
        return APIResponse(
            SourceRepositoryResponse(
                gitRepositoryPath: organization, remoteUrl: "\(base)/orgs/\(organization).git"))
    }
    api.on(.get, "source/raw") { request throws(APIError) in
        let ref = try request.query.text("ref") ?? "main"
        let path = try request.query.required("path")
        let limit = request.services.configuration.limits.fileBytes
        let file = try await request.services.repository.use { repository in
            let commit = try SourceRevision.commit(ref, in: repository)
            return try SourceFile.read(
                path, in: try CommitFiles(repository: repository, commit: commit), limit: limit)
        }
        guard let content = file.text else {
            throw APIError(
                .badRequest, code: "not_text", field: "path", "\(quoted(path)) is not a text in UTF-8.",
                hint: "Read it with git.")
        }
        return APIResponse(
            RawSourceResponse(ref: ref, path: path, contentType: file.contentType, content: content))
    }
    api.on(.get, "source/releases") { request throws(APIError) in
        let path = try request.packagePath()
        let version = try request.version()
        let releases: [Release] = try await request.services.repository.use { repository in
            let index = try ReleaseIndex(repository: repository, path: path)
            guard let version else {
                let releases = index.releases(of: path)
                guard try !releases.isEmpty || SourceReader(repository).isOnMain(path) else {
                    throw APIError.packageNotFound(path, field: "packagePath")
                }
                return releases
            }
            guard let release = index.release(of: path, version: version) else {
                throw APIError.releaseNotFound(path, version.description, field: "version")
            }
            return [release]
        }
        return APIResponse(
            SourceReleasesResponse(
                packagePath: path.description,
                releases: releases.map {
                    .init(version: $0.version.description, tag: $0.tag.name, commit: $0.commit.hex)
                }))
    }
    api.on(.get, "source/lockfile") { request throws(APIError) in
        let text = try request.query.required("packageRef")
        let reference = try request.packageReference(text)
        let lockfile = try await request.services.repository.use { repository in
            try LockResolver(repository: repository).resolve(reference, requestedAs: text)
        }
        return APIResponse(SourceLockfileResponse(lockfile))
    }
}

extension APIRequest {
    fileprivate func packagePath() throws(APIError) -> PackagePath {
        let text = try query.required("packagePath")
        do { return try PackagePath(parsing: text) } catch { throw APIError(error, field: "packagePath") }
    }

    fileprivate func packageReference(_ text: String) throws(APIError) -> PackageReference {
        do { return try PackageReference(parsing: text) } catch { throw APIError(error, field: "packageRef") }
    }

    fileprivate func version() throws(APIError) -> SemanticVersion? {
        guard let text = try query.text("version") else { return nil }
        do { return try SemanticVersion(parsing: text) } catch { throw APIError(error, field: "version") }
    }
}

extension APIError {
    /// There is no such package, neither on `main` nor in a release.
    static func packageNotFound(_ path: PackagePath, field: String) -> APIError {
        APIError(.notFound, code: "package_not_found", field: field, "There is no package \(path).")
    }
}

extension SourceLockfileResponse {
    fileprivate init(_ lockfile: Lockfile) {
        self.init(
            lockfileVersion: lockfile.lockfileVersion, eigenpalVersion: lockfile.eigenpalVersion,
            inputHash: lockfile.inputHash, root: SourceLockPackage(lockfile.root))
    }
}

extension SourceLockPackage {
    fileprivate init(_ node: LockNode) {
        self.init(
            packagePath: node.packagePath.description, requestedRef: node.requestedRef,
            resolvedRef: node.resolvedRef, resolvedTag: node.resolvedTag, commit: node.commit,
            dependencies: node.dependencies.map(SourceLockPackage.init))
    }
}
