import EigenpalAPI
import Git
import HTTPTypes
import SourceFormat
import SourceRepository

extension APIRequest {
    /// Reconciles what the store keeps of an automation with its latest release, registering it if need be.
    ///
    /// Name and description become the released manifest's; the automation is archived when its package is gone from
    /// `main`, and active when it is there.
    ///
    /// - Throws: 404 when it has no release.
    func sync(_ automation: LocatedAutomation) async throws(APIError) -> AutomationSyncResponse {
        let state = try await state(of: automation)
        guard let release = state.release else {
            throw APIError.releaseNotFound(automation.path, "latest", field: "automation")
        }
        let record: EigenpalServer.Automation
        do {
            record = try await reconcile(automation, state)
        } catch {
            throw APIError(error)
        }
        return AutomationSyncResponse(
            automation: .init(
                id: record.id, type: .init(rawValue: record.kind.rawValue), slug: record.slug,
                status: .init(rawValue: record.status.rawValue), updatedAt: record.updatedAt.iso8601),
            release: .init(
                version: release.version.description, tag: release.tag.name, commit: release.commit.hex),
            warnings: warnings(automation, state, release))
    }

    private func reconcile(
        _ automation: LocatedAutomation, _ state: SourceState
    ) async throws(StoreError) -> EigenpalServer.Automation {
        let manifest = state.manifest
        let status: EigenpalServer.Automation.Status = state.isOnMain ? .active : .archived
        let store = services.store
        if let record = automation.record, let updated = try await update(record.id, manifest, status) {
            return updated
        }
        let now = Timestamp.now
        let fresh = EigenpalServer.Automation(
            id: Identifier.random(automation.kind.identifierKind), kind: automation.kind,
            slug: automation.path.slug, name: manifest?.name ?? automation.path.slug,
            summary: manifest?.description, config: "{}", status: status, createdAt: now, updatedAt: now)
        do {
            try await store.insert(fresh)
            return fresh
        } catch {
            // Another request registered it meanwhile.
            guard case .conflict = error,
                let record = try await store.automation(automation.kind, slug: automation.path.slug),
                let updated = try await update(record.id, manifest, status)
            else { throw error }
            return updated
        }
    }

    private func update(
        _ id: String, _ manifest: PackageManifest?, _ status: EigenpalServer.Automation.Status
    ) async throws(StoreError) -> EigenpalServer.Automation? {
        try await services.store.updateAutomation(id) { record in
            if let manifest {
                record.name = manifest.name
                record.summary = manifest.description
            }
            record.status = status
            record.updatedAt = .now
        }
    }

    private func warnings(
        _ automation: LocatedAutomation, _ state: SourceState, _ release: Release
    ) -> [String] {
        var warnings: [String] = []
        if !state.isOnMain {
            warnings.append(
                "\(automation.path) is no longer on main: the \(automation.kind.rawValue) is archived.")
        }
        if state.manifest == nil {
            warnings.append(
                "The manifest in \(release.tag.name) cannot be read: name and description are as before.")
        }
        return warnings
    }
}
