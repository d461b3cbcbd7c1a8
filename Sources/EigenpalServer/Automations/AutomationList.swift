import SourceFormat

/// A page of the automations of one kind: those in the store, and the packages on `main` that are not.
struct AutomationList: Sendable {
    /// One automation with what Git says of it.
    struct Item: Sendable {
        /// The automation.
        let automation: LocatedAutomation
        /// What Git says.
        let state: SourceState
    }

    /// The automations of the page, by slug.
    let items: [Item]
    /// How many there are on all pages.
    let total: Int
}

/// What to list.
struct AutomationFilter: Sendable {
    /// What must occur in slug, name or description, letters' case aside.
    var search: String?
    /// What the slug must be.
    var slug: String?
    /// What the slug or the name must be.
    var name: String?
    /// Whether archived ones are listed, too.
    var includesArchived = false
    /// How many to list.
    var limit: Int
    /// How many to pass over.
    var offset: Int

    func matches(slug: String, name: @autoclosure () throws -> (String?, String?)) rethrows -> Bool {
        if let wanted = self.slug, wanted != slug { return false }
        guard search != nil || self.name != nil else { return true }
        let (name, description) = try name()
        if let wanted = self.name, wanted != slug, wanted != name { return false }
        guard let search = search?.lowercased() else { return true }
        return [slug, name, description].contains { $0?.lowercased().contains(search) ?? false }
    }
}

extension APIRequest {
    /// The automations of a kind that pass a filter.
    func automations(
        _ kind: Automation.Kind, _ filter: AutomationFilter
    ) async throws(APIError) -> AutomationList {
        let records: [Automation]
        do { records = try await services.store.automations(kind) } catch { throw APIError(error) }
        return try await services.repository.use { repository in
            let source = try SourceReader(repository)
            var onMain: [String: PackagePath] = [:]
            for path in try source.packages(of: kind) { onMain[path.slug] = path }
            var found: [LocatedAutomation] = []
            for record in records where filter.includesArchived || record.status == .active {
                let path = try PackagePath(parsing: "\(kind.root.rawValue).\(record.slug)")
                guard filter.matches(slug: record.slug, name: (record.name, record.summary)) else { continue }
                found.append(
                    LocatedAutomation(
                        kind: kind, path: path, record: record, isOnMain: onMain[record.slug] != nil))
            }
            for record in records { onMain[record.slug] = nil }
            for (slug, path) in onMain {
                let isMatch = try filter.matches(
                    slug: slug,
                    name: try source.manifest(of: path, in: source.main).map { ($0.name, $0.description) }
                        ?? (nil, nil))
                guard isMatch else { continue }
                found.append(LocatedAutomation(kind: kind, path: path, record: nil, isOnMain: true))
            }
            found.sort { $0.path < $1.path }
            let page = found.dropFirst(filter.offset).prefix(filter.limit)
            return AutomationList(
                items: try page.map { .init(automation: $0, state: try source.state(of: $0.path)) },
                total: found.count)
        }
    }

    /// What Git says of one automation.
    func state(of automation: LocatedAutomation) async throws(APIError) -> SourceState {
        let path = automation.path
        return try await services.repository.use { try SourceReader($0).state(of: path) }
    }
}
