import EigenpalAPI
import Git
import HTTPTypes
import SourceFormat
import SourceRepository

/// A request for a new agent, checked.
struct AgentCreation: Sendable {
    /// Where its package goes.
    let path: PackagePath
    /// Its name, description and configuration.
    let metadata: AgentChange
    /// Its name.
    let name: String

    /// Checks a request.
    ///
    /// - Throws: 400 with an issue for each field that will not do.
    init(_ body: CreateAgentBody) throws(APIError) {
        var slug = body.slug
        if slug.hasPrefix("agents/") || slug.hasPrefix("agents.") { slug = String(slug.dropFirst(7)) }
        slug = slug.replacing("/", with: ".")
        var found: PackagePath?
        var issues: [APIError.Issue] = []
        do {
            found = try PackagePath(parsing: "agents.\(slug)")
        } catch {
            issues.append(.init(field: "slug", code: error.code, message: error.message))
        }
        metadata = try AgentChange(
            name: body.name, description: body.description, config: body.config, after: issues)
        guard let found else { throw APIError(.badRequest, issues: issues) }
        path = found
        name = body.name
    }

    /// The package to scaffold.
    var package: NewPackage {
        NewPackage(template: .agent, path: path, name: name, description: metadata.description)
    }

    /// What the store keeps of it.
    var record: Automation {
        let now = Timestamp.now
        var record = Automation(
            id: Identifier.random(.agent), kind: .agent, slug: path.slug, name: name, summary: nil,
            config: "{}",
            status: .active, createdAt: now, updatedAt: now)
        metadata.apply(to: &record)
        return record
    }
}

extension APIRequest {
    /// Makes an agent: its package by a commit on `main`, then its record. A package that is in Git already is
    /// recovered.
    ///
    /// - Throws: 400 when the slug is taken, or when the package in Git is not valid and no missing file is the reason.
    func createAgent() async throws(APIError) -> CreateAgentResponse {
        let creation = try AgentCreation(try await body(CreateAgentBody.self))
        let known = try await stored(creation)
        let author = author
        let isRegistered = known != nil
        let recovery = try await services.repository.change { repository in
            if isRegistered, try SourceReader(repository).isOnMain(creation.path) {
                throw APIError.slugTaken(creation.path)
            }
            return try AgentScaffold(creation: creation, repository: repository, author: author).make()
        }
        let record: Automation
        do { record = try await store(creation, over: known) } catch { throw APIError(error, creation.path) }
        let agent = LocatedAutomation(kind: .agent, path: creation.path, record: record, isOnMain: true)
        // A known agent whose package had to be made anew was recovered, too.
        let kind = recovery ?? (isRegistered ? .minimalScaffold : nil)
        return CreateAgentResponse(
            agent: AgentSummary(agent, try await state(of: agent)), sourceRecovered: kind.map { _ in true },
            recoveryKind: kind)
    }

    private func stored(_ creation: AgentCreation) async throws(APIError) -> Automation? {
        do {
            return try await services.store.automation(.agent, slug: creation.path.slug)
        } catch {
            throw APIError(error)
        }
    }

    private func store(
        _ creation: AgentCreation, over known: Automation?
    ) async throws(StoreError) -> Automation {
        if let known {
            let updated = try await services.store.updateAutomation(known.id) { record in
                creation.metadata.apply(to: &record)
                record.status = .active
            }
            if let updated { return updated }
        }
        let record = creation.record
        try await services.store.insert(record)
        return record
    }

    /// Who the server's commits for this request are by: the API key.
    private var author: Signature {
        Signature(name: identity.name, email: "\(identity.keyID)@keys.eigenpal.invalid")
    }
}

extension APIError {
    /// An agent of this slug is there, in the store and on `main`. The reference client reads 400 as a validation
    /// error with its issues, and 409 not at all.
    static func slugTaken(_ path: PackagePath) -> APIError {
        APIError(
            .badRequest, code: "slug_taken", field: "slug", "There is an agent `\(path.slug)` already.",
            hint: "Choose another slug, or change that agent with PATCH /api/v1/agents/\(path.slug).")
    }

    /// What a failure to store a new agent means.
    fileprivate init(_ error: StoreError, _ path: PackagePath) {
        if case .conflict = error { self = .slugTaken(path) } else { self.init(error) }
    }
}
