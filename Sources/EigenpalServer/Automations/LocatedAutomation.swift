import HTTPTypes
import SourceFormat

/// An automation that a request named: what the store knows of it, and whether its package is on `main`.
struct LocatedAutomation: Sendable {
    /// What it is.
    let kind: Automation.Kind
    /// Its package.
    let path: PackagePath
    /// What the store knows; nil for a package that was never registered.
    let record: Automation?
    /// Whether `main` has the package.
    let isOnMain: Bool

    /// What the API calls it: its identifier, or the dotted name of a package that was never registered.
    var identifier: String { record?.id ?? path.dottedName }
}

extension APIRequest {
    /// The automation that a parameter of the path names, by identifier, package path, dotted name or slug.
    ///
    /// - Throws: 404 when there is none, 400 when a slug means an agent and a workflow.
    func automation(
        _ parameter: String, kinds: [Automation.Kind] = Automation.Kind.allCases
    ) async throws(APIError) -> LocatedAutomation {
        let text = try self.parameter(parameter)
        switch try AutomationName(parsing: text, kinds: kinds) {
        case .identifier(let id):
            guard let record = try await stored(id), kinds.contains(record.kind),
                let path = try? PackagePath(parsing: "\(record.kind.root.rawValue).\(record.slug)")
            else { throw .automationNotFound(text, kinds) }
            guard let found = try await existing([(path, record)]).first else {
                return LocatedAutomation(kind: record.kind, path: path, record: record, isOnMain: false)
            }
            return found
        case .packages(let exact, let slugs):
            let exactKind = exact.flatMap { Automation.Kind($0.root) }
            if let exact, let exactKind, kinds.contains(exactKind),
                let found = try await located([exact]).first
            {
                return found
            }
            let found = try await located(slugs)
            guard found.count < 2 else { throw .ambiguous(text, found) }
            guard let found = found.first else {
                if let exact, exactKind.map({ !kinds.contains($0) }) ?? true {
                    throw .notAnAutomation(exact, kinds)
                }
                throw .automationNotFound(text, kinds)
            }
            return found
        }
    }

    /// The ones among some packages that the store or `main` has.
    private func located(_ paths: [PackagePath]) async throws(APIError) -> [LocatedAutomation] {
        var known: [(PackagePath, Automation?)] = []
        for path in paths {
            guard let kind = Automation.Kind(path.root) else { continue }
            do {
                known.append((path, try await services.store.automation(kind, slug: path.slug)))
            } catch {
                throw APIError(error)
            }
        }
        return try await existing(known)
    }

    private func existing(
        _ known: [(path: PackagePath, record: Automation?)]
    ) async throws(APIError) -> [LocatedAutomation] {
        try await services.repository.use { repository in
            let source = try SourceReader(repository)
            return try known.compactMap { path, record in
                guard let kind = Automation.Kind(path.root) else { return nil }
                let isOnMain = try source.isOnMain(path)
                guard isOnMain || record != nil else { return nil }
                return LocatedAutomation(kind: kind, path: path, record: record, isOnMain: isOnMain)
            }
        }
    }

    private func stored(_ id: String) async throws(APIError) -> Automation? {
        do { return try await services.store.automation(id) } catch { throw APIError(error) }
    }
}

extension APIError {
    /// There is no such automation, neither in the store nor on `main`.
    static func automationNotFound(_ name: String, _ kinds: [Automation.Kind]) -> APIError {
        let kind = kinds.count == 1 ? kinds[0].rawValue : "automation"
        return APIError(
            .notFound, code: "\(kind)_not_found", field: kind, "There is no \(kind) called \(quoted(name)).",
            hint: "Name it by id, slug, dotted name or percent-encoded package path.")
    }

    /// A slug that is an agent's and a workflow's.
    static func ambiguous(_ name: String, _ found: [LocatedAutomation]) -> APIError {
        let names = found.map(\.path.dottedName).joined(separator: " and ")
        return APIError(
            .badRequest, code: "ambiguous_automation", field: "automation",
            "\(quoted(name)) means \(names).", hint: "Use one of the dotted names.")
    }
}

/// A name that a client sent, short enough to be said back.
func quoted(_ name: String) -> String { "`\(name.count > 120 ? "\(name.prefix(120))…" : name)`" }
