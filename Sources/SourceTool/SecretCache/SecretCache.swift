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

    private let directory: FilePath
    private let organization: OrganizationPlace
    private let key: CachePublicKey
    private let lifetime: CacheLifetime
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
        try Files.makeDirectory(directory, mode: FilePermissions(rawValue: 0o700))
        let place = organization.place(of: package)
        let fileName = key.newPageName(for: place)
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
        let sealedRecords = records
        let bytes = try attempt {
            try SealedPage.seal(sealedRecords, place: place, kind: .cached, fileName: fileName, key: key)
        }
        try AtomicFile.write(
            bytes, to: directory.appending(fileName), mode: FilePermissions(rawValue: 0o600), isDurable: false
        )
        sweep()
    }

    /// Keeps all secrets of a secrets file on one page that says so, and nothing else of the package.
    ///
    /// - Parameter file: the file, byte for byte.
    func addWhole(_ entries: [Entry], of package: PackagePath, file: [UInt8]) {
        let old = pages(of: organization.place(of: package)).map(\.path)
        guard (try? add(entries, of: package, wholeOf: file)) != nil else { return }
        for path in old { unlink(path.string) }
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
    private static let wholeName = ""

    /// Which of these secrets the cache holds for exactly these ciphertexts. Needs no unlocking.
    func known(_ wanted: [(name: SecretName, digest: Digest)], of package: PackagePath) -> Set<SecretName> {
        let place = organization.place(of: package)
        let pages = self.pages(of: place)
        guard !pages.isEmpty else { return [] }
        let tags = Set(pages.flatMap { $0.page.tags.filter { isFresh($0.time) }.map(\.tag) })
        let tagger = PageTagger(place: place, key: key)
        return Set(
            wanted.lazy.filter { tags.contains(tagger.tag(name: $0.name.rawValue, digest: $0.digest)) }
                .map(\.name))
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
        var read: [FilePath] = []
        // The page with the most first: what was imported or read in one go.
        for (path, page) in pages(of: place).sorted(by: { $0.page.tags.count > $1.page.tags.count }) {
            if missing.isEmpty { break }
            guard page.tags.contains(where: { isFresh($0.time) }) else { continue }
            guard let open = try? page.open(with: secretKey, place: place) else {
                unlink(path.string)
                continue
            }
            read.append(path)
            for record in open.records where isFresh(record.time) {
                guard let secret = missing[record.name], secret.digest == record.digest else { continue }
                found.append(
                    Entry(
                        name: secret.wanted.name, sealed: secret.wanted.sealed, value: record.value,
                        time: record.time))
                missing[record.name] = nil
            }
        }
        if read.count > 8 { gather(found, from: read, of: package) }
        return Dictionary(found.map { ($0.name, $0) }) { first, _ in first }
    }

    // MARK: Keeping the folder small

    /// Puts what was found on many pages onto one, each secret with its own time.
    private func gather(_ entries: [Entry], from pages: [FilePath], of package: PackagePath) {
        guard (try? add(entries, of: package)) != nil else { return }
        for path in pages { unlink(path.string) }
    }

    /// Removes the pages on which everything has expired, and what interrupted writers left.
    private func sweep() {
        let names = (try? Files.names(in: directory)) ?? []
        // Each page has to be read for it, so not every time.
        guard names.count.isMultiple(of: 32) else { return }
        AtomicFile.removeLeftovers(in: directory)
        for name in names where !name.hasPrefix(".") {
            guard let page = page(named: name) else { continue }
            if !page.tags.contains(where: { isFresh($0.time) }) { unlink(directory.appending(name).string) }
        }
    }

    private func isFresh(_ time: Int64) -> Bool {
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
