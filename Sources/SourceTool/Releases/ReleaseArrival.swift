import Git
import SourceFormat

/// How far the tags of a journal got, by what the server has.
struct ReleaseArrival: Hashable {
    /// The tags that the server has as they were made here.
    let arrived: Set<ReleaseTag>
    /// The tags that the server has from someone else.
    let taken: [ReleaseTag]
    /// Whether the server's `main` is neither where it was nor where it goes.
    let hasMainMoved: Bool

    /// Compares a journal with the server.
    init(of journal: ReleaseJournal, on server: ServerReferences) {
        var arrived: Set<ReleaseTag> = []
        var taken: [ReleaseTag] = []
        for entry in journal.releases {
            guard let there = server.tags[entry.tag] else { continue }
            if there.object.hex == entry.object { arrived.insert(entry.tag) } else { taken.append(entry.tag) }
        }
        (self.arrived, self.taken) = (arrived, taken)
        hasMainMoved = journal.main.map { server.main?.hex != $0.from && server.main?.hex != $0.to } ?? false
    }

    /// Tags that the server took, of the verdicts on a push.
    init(arrived: Set<ReleaseTag>) { (self.arrived, taken, hasMainMoved) = (arrived, [], false) }
}
