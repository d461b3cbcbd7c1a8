import Glibc
import Sealing
import SystemPackage

/// Makes few pages of a package's many, and loses nothing that may still be used: every secret goes along in each of its
/// versions, with its own time.
///
/// Pages that hold all of a file stay as they are, the newest ones: a branch that one comes back to finds its own.
struct CacheGathering {
    /// The most pages of a package before they are gathered.
    static let mostPages = 8
    private static let mostWholePages = 4
    private static let mostRecords = 20_000
    private static let mostBytes = 16 << 20

    /// A page that was read and opened.
    struct Page {
        let path: FilePath
        /// One for each record.
        let tags: [PageTag]
        let records: [PageRecord]

        fileprivate var isWhole: Bool { records.first?.name == SecretCache.wholeName }
        fileprivate var newest: Int64 { records.map(\.time).max() ?? .min }
    }

    /// What goes onto one new page, newest first.
    let records: [PageRecord]
    /// The pages that it takes the place of.
    let replaced: [FilePath]

    /// Plans it.
    ///
    /// - Parameter isKept: whether what was kept at a time may still be used.
    init(_ pages: [Page], isKept: (Int64) -> Bool) {
        let whole = pages.filter { page in page.isWhole && page.records.allSatisfy { isKept($0.time) } }
            .sorted { $0.newest > $1.newest }.prefix(Self.mostWholePages)
        let staying = Set(whole.map(\.path))
        var newest: [PageTag: Int64] = [:]
        for page in whole {
            for (tag, record) in zip(page.tags, page.records) {
                newest[tag] = max(record.time, newest[tag] ?? .min)
            }
        }
        let left = pages.filter { !staying.contains($0.path) }
        var kept: [PageTag: PageRecord] = [:]
        for page in left {
            for (tag, record) in zip(page.tags, page.records)
            where record.name != SecretCache.wholeName && isKept(record.time)
                && record.time > newest[tag] ?? .min
            {
                newest[tag] = record.time
                kept[tag] = record
            }
        }
        var bytes = 0
        // Where it is too much for a page, the oldest are what is asked for again.
        records = Array(
            kept.values.sorted { ($1.time, $0.name) < ($0.time, $1.name) }.prefix { record in
                bytes += record.value.count
                return bytes <= Self.mostBytes
            }.prefix(Self.mostRecords))
        replaced = left.map(\.path)
    }

    /// Writes the new page and removes those that it takes the place of; where it cannot be written, all stays.
    func carryOut(in cache: SecretCache, of place: PagePlace) {
        guard replaced.count > 1 else { return }
        if !records.isEmpty {
            guard (try? cache.write(records, of: place)) != nil else { return }
        }
        for path in replaced { unlink(path.string) }
    }
}
