import Git
import SourceFormat
import SourceRepository

/// What the repository says of its guard, in the commits that are pushed.
struct GuardSettings {
    private var allowed: Set<String> = []

    /// Whether a finding is allowed on purpose.
    func allows(_ fingerprint: String) -> Bool { allowed.contains(fingerprint) }

    /// Reads the settings of some commits. A file that is broken allows nothing.
    static func read(
        at commits: [ObjectID], _ store: ObjectStore
    ) throws(SourceRepositoryError) -> GuardSettings {
        var settings = GuardSettings()
        var seen: Set<ObjectID> = []
        for id in commits {
            try inGit { () throws(GitError) in
                guard let commit = try store.commit(id),
                    let entry = try store.entry(atPath: PlanSettings.fileName, inTree: commit.tree),
                    entry.kind != .tree, seen.insert(entry.id).inserted,
                    let bytes = try store.blob(entry.id, limit: FileLimit.manifest),
                    let read = PlanSettings.parse(bytes: bytes).0
                else { return }
                settings.allowed.formUnion(read.allowed.keys)
            }
        }
        return settings
    }
}
