import Glibc
import Sealing
import SourceFormat
import SystemPackage

/// The secrets of one organization that this user has set or read of late, sealed to the user's own key.
///
/// A page is a file of one or more secrets of one package. Whatever is wrong with a page, it is as if it were not
/// there: the cache can cost a request, never an answer.
struct SecretCache {
    /// A secret to keep, and the ciphertext it belongs to.
    struct Entry {
        let name: SecretName
        let sealed: SealedValue
        let value: SecretPart
        /// When it was set or read, in seconds since 1970; nil for now.
        var time: Int64?
    }

    /// A secret to look for: its name, and the ciphertext that a cached value has to belong to.
    typealias Wanted = (name: SecretName, sealed: SealedValue)

    let directory: FilePath
    let key: CachePublicKey
    private let organization: OrganizationPlace
    private let lifetime: CacheLifetime
    private let longest: CacheLifetime
    private let now: Int64

    /// The store of an organization; nil where the cache is off.
    init?(
        _ context: ToolContext, _ organization: OrganizationPlace, _ key: CachePublicKey,
        lifetime: CacheLifetime
    ) {
        guard lifetime.isOn else { return nil }
        let name = key.storeName(host: organization.host, organization: organization.name)
        directory = CachePlaces(context).stores.appending(name)
        (self.organization, self.key, self.lifetime) = (organization, key, lifetime)
        longest = lifetime.orUsual(context)
        now = context.clock()
    }

    // MARK: Adding

    /// Keeps secrets of a package. Needs no unlocking.
    ///
    /// - Throws: ``ToolError`` where the folder cannot be written; nobody else need care.
    func add(
        _ entries: [Entry], of package: PackagePath, wholeOf file: [UInt8]? = nil
    ) throws(ToolError) {
        guard !entries.isEmpty else { return }
        var records = entries.map { entry in
            PageRecord(
                name: entry.name.rawValue, digest: Digest(of: entry.sealed.canonicalBytes),
                time: entry.time ?? now, note: nil, value: entry.value)
        }
        if let file {
            let oldest = records.map(\.time).min() ?? now
            let mark = try attempt { try SecretBytes(count: 0) { _ in }.whole }
            records.insert(
                PageRecord(
                    name: Self.wholeName, digest: key.digest(ofFile: file), time: oldest, note: nil,
                    value: mark),
                at: 0)
        }
        try write(records, of: organization.place(of: package))
        sweep()
    }

    /// Puts secrets of a place onto a new page.
    func write(_ records: [PageRecord], of place: PagePlace) throws(ToolError) {
        try Files.makeDirectory(directory, mode: FilePermissions(rawValue: 0o700))
        let fileName = key.newPageName(for: place)
        let bytes = try attempt {
            try SealedPage.seal(records, place: place, kind: .cached, fileName: fileName, key: key)
        }
        try AtomicFile.write(
            bytes, to: directory.appending(fileName), mode: FilePermissions(rawValue: 0o600), isDurable: false
        )
    }

    /// Keeps all secrets of a secrets file on one page that says so, and removes the pages that hold nothing else.
    ///
    /// - Parameter file: the file, byte for byte.
    func addWhole(_ entries: [Entry], of package: PackagePath, file: [UInt8]) {
        let place = organization.place(of: package)
        // Listed before the new page is there: what comes meanwhile is nobody's to remove.
        let old = pages(of: place)
        guard (try? add(entries, of: package, wholeOf: file)) != nil else { return }
        let tagger = PageTagger(place: place, key: key)
        var held: [PageTag: Int64] = [:]
        for entry in entries {
            let digest = Digest(of: entry.sealed.canonicalBytes)
            held[tagger.tag(name: entry.name.rawValue, digest: digest)] = entry.time ?? now
        }
        held[tagger.tag(name: Self.wholeName, digest: key.digest(ofFile: file))] = .max
        for (path, page) in old
        where page.tags.allSatisfy({ !isKept($0.time) || held[$0.tag] ?? .min >= $0.time }) {
            unlink(path.string)
        }
    }

    // MARK: Reading

    /// All secrets of a secrets file that is byte for byte as it was when they were kept; nil where the cache does not
    /// hold them all on one page. Neither the file nor its ciphertexts have to be read one by one then.
    func whole(
        of file: [UInt8], of package: PackagePath, _ secretKey: CacheSecretKey
    ) -> [(name: SecretName, value: SecretPart)]? {
        let place = organization.place(of: package)
        let digest = key.digest(ofFile: file)
        let tag = PageTagger(place: place, key: key).tag(name: Self.wholeName, digest: digest)
        for (_, page) in pages(of: place) where page.tags.contains(where: { $0.tag == tag }) {
            guard page.tags.allSatisfy({ isFresh($0.time) }),
                let open = try? page.open(with: secretKey, place: place),
                open.records.first?.name == Self.wholeName, open.records.first?.digest == digest
            else { continue }
            var found: [(name: SecretName, value: SecretPart)] = []
            for record in open.records.dropFirst() {
                guard let name = try? SecretName(parsing: record.name) else { return nil }
                found.append((name, record.value))
            }
            return found
        }
        return nil
    }

    /// What stands on a page in a secret's place to say that the page holds all secrets of a file, in its order.
    static let wholeName = ""

    /// Whether the cache holds each of these secrets for exactly its ciphertext. Needs no unlocking.
    func known(_ wanted: [(name: SecretName, digest: Digest)], of package: PackagePath) -> [Bool] {
        let place = organization.place(of: package)
        let pages = self.pages(of: place)
        guard !pages.isEmpty else { return wanted.map { _ in false } }
        let tags = Set(pages.flatMap { $0.page.tags.filter { isFresh($0.time) }.map(\.tag) })
        let tagger = PageTagger(place: place, key: key)
        return wanted.map { tags.contains(tagger.tag(name: $0.name.rawValue, digest: $0.digest)) }
    }

    /// The plaintexts of those of these secrets that the cache holds for exactly these ciphertexts.
    func values(
        of wanted: [Wanted], of package: PackagePath, _ secretKey: CacheSecretKey
    ) -> [SecretName: Entry] {
        let place = organization.place(of: package)
        var missing: [String: (wanted: Wanted, digest: Digest)] = [:]
        for secret in wanted {
            missing[secret.name.rawValue] = (secret, Digest(of: secret.sealed.canonicalBytes))
        }
        var found: [Entry] = []
        var read: [CacheGathering.Page] = []
        // The page with the most first: what was imported or read in one go.
        let pages = pages(of: place).filter { $0.page.tags.contains { isKept($0.time) } }
            .sorted { $0.page.tags.count > $1.page.tags.count }
        for (path, page) in pages {
            if missing.isEmpty, pages.count <= CacheGathering.mostPages { break }
            guard let open = try? page.open(with: secretKey, place: place) else {
                unlink(path.string)
                continue
            }
            read.append(.init(path: path, tags: page.tags.map(\.tag), records: open.records))
            for record in open.records where isFresh(record.time) {
                guard let secret = missing[record.name], secret.digest == record.digest else { continue }
                found.append(
                    Entry(
                        name: secret.wanted.name, sealed: secret.wanted.sealed, value: record.value,
                        time: record.time))
                missing[record.name] = nil
            }
        }
        if pages.count > CacheGathering.mostPages {
            CacheGathering(read, isKept: isKept).carryOut(in: self, of: place)
        }
        return Dictionary(found.map { ($0.name, $0) }) { first, _ in first }
    }

    // MARK: Keeping the folder small

    /// Removes the pages on which everything has expired, and what interrupted writers left.
    private func sweep() {
        let names = (try? Files.names(in: directory)) ?? []
        // Each page has to be read for it, so not every time.
        guard names.count.isMultiple(of: 32) else { return }
        AtomicFile.removeLeftovers(in: directory)
        for name in names where !name.hasPrefix(".") {
            guard let page = page(named: name) else { continue }
            if !page.tags.contains(where: { isKept($0.time) }) { unlink(directory.appending(name).string) }
        }
    }

    private func isFresh(_ time: Int64) -> Bool { isFresh(time, lifetime) }

    /// Whether another command may still use what was kept at a time: one that was given a short time to live must not
    /// take away what the others have.
    private func isKept(_ time: Int64) -> Bool { isFresh(time, longest) }

    private func isFresh(_ time: Int64, _ lifetime: CacheLifetime) -> Bool {
        // A clock that was set back must not make an entry live forever.
        time <= now + 300 && now - time < lifetime.seconds
    }

    private func pages(of place: PagePlace) -> [(path: FilePath, page: SealedPage)] {
        let prefix = key.pagePrefix(of: place)
        guard let names = try? Files.names(in: directory) else { return [] }
        return names.filter { $0.hasPrefix(prefix) }.compactMap { name in
            page(named: name).map { (directory.appending(name), $0) }
        }
    }

    /// A page of the store; one that is damaged is removed.
    private func page(named name: String) -> SealedPage? {
        let path = directory.appending(name)
        guard let bytes = (try? Files.read(path, limit: SealedPage.maximumSize)) ?? nil else { return nil }
        if let page = try? SealedPage(parsing: bytes, fileName: name, key: key), page.kind == .cached {
            return page
        }
        unlink(path.string)
        return nil
    }
}
