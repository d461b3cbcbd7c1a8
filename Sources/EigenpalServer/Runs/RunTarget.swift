import EigenpalAPI
import Git
import HTTPTypes
import SourceFormat
import SourceRepository

/// What a run is to be a run of, resolved: the package, at a commit, with all that it needs.
struct RunTarget: Sendable {
    /// What it is.
    let kind: Automation.Kind
    /// What the run keeps of it.
    let origin: RunOrigin
    /// The package and what it needs, each at one commit.
    let lockfile: Lockfile
    /// The schema of its input.
    let inputSchema: JSONValue?
    /// A workflow's definition.
    let definition: String?
}

extension APIRequest {
    /// Resolves `agents.<slug>` or `workflows.<slug>`, with a version behind `@` or beside it.
    ///
    /// - Throws: 400 for what is no such name, 403 for an agent that the API may not start, 404 for what is not there.
    func resolveTarget(_ text: String, version: String?) async throws(APIError) -> RunTarget {
        let reference: PackageReference
        do {
            reference = try PackageReference(parsing: text)
        } catch {
            throw APIError(error, field: "target")
        }
        guard Automation.Kind(reference.path.root) != nil else {
            throw APIError(
                .badRequest, code: "not_runnable", field: "target",
                "\(quoted(text)) is no agent or workflow.",
                hint: "A target is agents.<slug> or workflows.<slug>, with @<version> behind it.")
        }
        guard let version else { return try await resolve(reference) }
        let asked: VersionReference
        do { asked = try VersionReference(parsing: version) } catch {
            throw APIError(error, field: "version")
        }
        guard !text.contains("@") || asked == reference.version else {
            throw APIError(
                .badRequest, code: "two_versions", field: "version",
                "The target asks for \(reference.version), and `version` for \(asked).",
                hint: "Name the version once.")
        }
        return try await resolve(PackageReference(path: reference.path, version: asked))
    }

    /// Resolves a package.
    ///
    /// - Parameter pinned: a lockfile that says already what it resolves to.
    func resolve(
        _ reference: PackageReference, pinned: Lockfile? = nil
    ) async throws(APIError) -> RunTarget {
        let path = reference.path
        guard let kind = Automation.Kind(path.root) else {
            throw APIError(.badRequest, code: "not_runnable", field: "target", "\(path) cannot be run.")
        }
        let record = try await stored { try await services.store.automation(kind, slug: path.slug) }
        let target: RunTarget
        do {
            target = try await services.repository.use { repository in
                let lockfile = try pinned ?? LockResolver(repository: repository).resolve(reference)
                return try Self.target(kind, reference, lockfile, record, in: repository)
            }
        } catch {
            throw Self.ofTarget(error)
        }
        return target
    }

    private static func target(
        _ kind: Automation.Kind, _ reference: PackageReference, _ lockfile: Lockfile, _ record: Automation?,
        in repository: Repository
    ) throws -> RunTarget {
        let root = lockfile.root
        let path = root.packagePath
        guard let commit = ObjectID(hex: root.commit) else { throw APIError.http(.internalServerError) }
        let files = try CommitFiles(repository: repository, commit: commit)
        let manifest = try files.read(path.manifestPath, limit: FileLimit.manifest)
            .flatMap { PackageManifest.parse(bytes: $0, path: path).0 }
        guard AutomationTriggers(manifest).api else {
            throw APIError(
                .forbidden, code: "trigger_disabled", field: "target",
                "\(path.dottedName) may not be started through the API.",
                hint: "Set triggers.api in \(path.manifestPath), and release it.")
        }
        let definition =
            kind == .workflow
            ? try files.read("\(path)/workflow.yaml", limit: FileLimit.definition).map {
                String(decoding: $0, as: UTF8.self)
            } : nil
        return RunTarget(
            kind: kind,
            origin: RunOrigin(
                id: record?.id ?? path.dottedName, slug: path.slug,
                name: record?.name ?? manifest?.name ?? path.slug, model: manifest?.model,
                requestedRef: reference.version.description, resolvedRef: root.resolvedRef,
                resolvedTag: root.resolvedTag, commit: root.commit),
            lockfile: lockfile,
            inputSchema: try PackageSchema.input.read(of: path, at: commit, in: repository),
            definition: definition)
    }

    /// A refusal of the resolver, said of the target: what is not there is not found.
    private static func ofTarget(_ error: APIError) -> APIError {
        var error = error
        let missing: Set = ["package_not_found", "release_not_found", "commit_not_found", "main_not_found"]
        for index in error.issues.indices where error.issues[index].field == "packageRef" {
            error.issues[index].field = "target"
            if missing.contains(error.issues[index].code) { error.status = .notFound }
        }
        return error
    }
}
