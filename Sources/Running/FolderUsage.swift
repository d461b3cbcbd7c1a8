import Glibc

/// How much a folder holds.
struct FolderUsage {
    /// The bytes, as large as files show or as much as they take, whichever is more; each file once, however many
    /// names it has.
    private(set) var bytes = 0
    /// The bytes of the largest file.
    private(set) var largest = 0
    /// The entries that were looked at.
    private(set) var entries = 0
    /// Whether it was too deep or held too much to look at all of it.
    private(set) var isBeyondMeasure = false

    /// The most entries that are looked at: this many take about a second.
    static let maximumEntries = 250_000
    /// The deepest nesting that is looked at.
    static let maximumDepth = 100

    private var seen: Set<FileIdentity> = []

    /// Measures what is in a folder. Links are not followed; what changes meanwhile may or may not count.
    init(of path: String) {
        guard let folder = Folder(path: path), let status = folder.status else { return }
        add(folder, device: status.st_dev, depth: 0)
    }

    private mutating func add(_ folder: borrowing Folder, device: dev_t, depth: Int) {
        for name in folder.names(limit: Self.maximumEntries + 1 - entries) {
            guard let status = folder.status(of: name) else { continue }
            entries += 1
            guard entries <= Self.maximumEntries else {
                isBeyondMeasure = true
                return
            }
            count(status)
            guard status.kind == S_IFDIR, status.st_dev == device else { continue }
            guard depth < Self.maximumDepth else {
                isBeyondMeasure = true
                continue
            }
            if let below = folder.folder(name, opening: true) { add(below, device: device, depth: depth + 1) }
        }
    }

    private mutating func count(_ status: stat) {
        if status.st_nlink > 1, status.kind != S_IFDIR, !seen.insert(status.identity).inserted { return }
        let size = max(Int(status.st_size), Int(status.st_blocks) * 512)
        bytes = bytes.addingReportingOverflow(size).overflow ? .max : bytes + size
        if status.kind == S_IFREG { largest = max(largest, Int(status.st_size)) }
    }
}
