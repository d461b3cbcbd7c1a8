import EigenpalAPI
import Git
import SourceFormat
import SourceRepository

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension AgentSummary {
    /// An agent as the API tells it: its metadata from the store, everything about its source from Git.
    init(_ automation: LocatedAutomation, _ state: SourceState) {
        let record = automation.record
        let triggers = AutomationTriggers(state.manifest)
        self.init(
            id: automation.identifier, slug: automation.path.slug,
            name: record?.name ?? state.manifest?.name ?? automation.path.slug,
            createdAt: (record?.createdAt ?? state.mainDate).iso8601,
            description: Nullable(record == nil ? state.manifest?.description : record?.summary),
            apiEnabled: triggers.api, triggers: triggers,
            sourceIntegrity: record == nil ? .unregistered : state.isOnMain ? .healthy : .sourceMissing,
            latestVersion: Nullable(state.release?.version.description),
            latestCommit: Nullable(state.release?.commit.hex),
            config: record.map { Self.config($0.config) } ?? [:],
            updatedAt: (record?.updatedAt ?? state.mainDate).iso8601,
            additional: [
                "packagePath": .string(automation.path.description),
                "status": .string((record?.status ?? .active).rawValue),
            ])
    }

    private static func config(_ text: String) -> [String: JSONValue] {
        (try? JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8))) ?? [:]
    }
}

extension AutomationTriggers {
    /// What starts a package: people always; the API unless the manifest says no; mail if it says so; no schedule.
    init(_ manifest: PackageManifest?) {
        self.init(
            api: manifest?.triggers.api ?? true, email: manifest?.triggers.email?.isEnabled ?? false,
            manual: true, cron: false)
    }
}
