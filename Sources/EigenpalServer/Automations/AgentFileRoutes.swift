import EigenpalAPI
import Git
import HTTPTypes
import SourceFormat
import SourceRepository

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Adds `agents/:agent/files`: reading from Git; writing is Git's own.
func addAgentFileRoutes(to api: inout APIRouter) {
    api.on(.get, "agents/:agent/files") { request throws(APIError) in
        let path = try request.query.text("path")
        let prefix = try request.query.text("prefix")
        guard path == nil || prefix == nil else {
            throw APIError(
                .badRequest, code: "path_and_prefix", field: "path",
                "`path` reads one file and `prefix` lists some; give one of them.")
        }
        let agent = try await request.automation("agent", kinds: [.agent])
        let ref = try request.query.text("ref") ?? "main"
        if let path { return APIResponse(try await request.file(path, of: agent, ref: ref)) }
        return APIResponse(try await request.files(of: agent, ref: ref, prefix: prefix ?? ""))
    }
    for method in [HTTPRequest.Method.put, .post] {
        api.on(method, "agents/:agent/files") { request throws(APIError) in
            _ = try await request.automation("agent", kinds: [.agent])
            throw APIError.sourceIsGitBacked
        }
    }
}

extension APIError {
    /// Files are written by Git alone.
    fileprivate static var sourceIsGitBacked: APIError {
        let message = "Agent source is Git-backed. Use Git push instead."
        var error = APIError(
            .conflict, code: "source_git_backed", message,
            hint: "Clone the repository that GET /api/v1/source/repository names, and push to it.")
        error.legacyMessage = message
        return error
    }
}

extension APIRequest {
    /// The files of an agent on `main`, for a summary; none where the package is gone.
    func mainFiles(of agent: LocatedAutomation) async throws(APIError) -> [JSONValue] {
        guard agent.isOnMain else { return [] }
        return try await files(of: agent, ref: "main", prefix: "").files.map {
            .object(["path": .string($0.path), "size": .integer(Int64($0.size))])
        }
    }

    fileprivate func files(
        of agent: LocatedAutomation, ref: String, prefix: String
    ) async throws(APIError) -> AgentFilesResponse {
        let package = agent.path
        return try await services.repository.use { repository in
            let files = try Self.commitFiles(ref, package, repository)
            var walk = PackageWalk(repository: repository, prefix: prefix)
            if let tree = try files.treeID(of: package.description) { try walk.visit(tree, at: "") }
            return AgentFilesResponse(
                ref: ref, commit: files.commit.hex, packagePath: package.description, files: walk.files)
        }
    }

    fileprivate func file(
        _ path: String, of agent: LocatedAutomation, ref: String
    ) async throws(APIError) -> AgentFileResponse {
        let package = agent.path
        let limit = services.configuration.limits.fileBytes
        return try await services.repository.use { repository in
            let files = try Self.commitFiles(ref, package, repository)
            let file = try SourceFile.read("\(package)/\(path)", in: files, limit: limit)
            return AgentFileResponse(
                ref: ref, commit: files.commit.hex, path: path, size: file.bytes.count,
                contentType: file.contentType, content: file.text,
                contentBase64: file.text == nil ? Data(file.bytes).base64EncodedString() : nil)
        }
    }

    private static func commitFiles(
        _ ref: String, _ package: PackagePath, _ repository: Repository
    ) throws -> CommitFiles {
        let commit = try SourceRevision.commit(ref, in: repository, package: package)
        let files = try CommitFiles(repository: repository, commit: commit)
        guard try files.entry(at: package.manifestPath)?.isFile ?? false else {
            throw APIError(
                .notFound, code: "package_not_found", field: "ref",
                "There is no package \(package) at \(quoted(ref)).")
        }
        return files
    }
}
