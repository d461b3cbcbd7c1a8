import Glibc
import Sealing
import SourceFormat
import SystemPackage

/// Secrets that were set while the server could not be reached, sealed to the user's own key, until they are pushed.
///
/// They lie in the checkout's own Git directory, `eigenpal/pending/<package>/<NAME>`: they belong to this checkout,
/// are never committed, and no cleaner of caches takes them away.
struct PendingSecrets {
    /// The name of a pending secret, known without unlocking.
    struct Name: Hashable {
        let package: PackagePath
        let name: SecretName
    }

    /// A pending secret, opened.
    struct Secret {
        let name: SecretName
        let value: SecretPart
        /// What it is for; nil keeps the description there is.
        let description: String?
        /// When it was set, in seconds since 1970.
        let time: Int64
        /// The digest of the ciphertext that it replaces; that of nothing where it is new.
        let replaced: Digest
    }

    private let root: FilePath
    private let organization: OrganizationPlace

    /// The pending secrets of a checkout.
    init(in checkout: Checkout, _ organization: OrganizationPlace) {
        root = Self.directory(of: checkout)
        self.organization = organization
    }

    private static func directory(of checkout: Checkout) -> FilePath {
        FilePath(checkout.gitDirectory).appending("eigenpal").appending("pending")
    }

    // MARK: Names

    /// The pending secrets of a checkout, in order. Needs no key and no organization.
    static func names(in checkout: Checkout) -> [Name] {
        let root = directory(of: checkout)
        guard Files.kind(of: root) == .directory else { return [] }
        var found: [Name] = []
        func walk(_ directory: FilePath, _ path: String) {
            for entry in (try? Files.names(in: directory)) ?? [] {
                let place = directory.appending(entry)
                switch Files.kind(of: place) {
                case .directory: walk(place, path.isEmpty ? entry : "\(path)/\(entry)")
                case .file:
                    guard let package = try? PackagePath(parsing: path),
                        let name = try? SecretName(parsing: entry)
                    else { continue }
                    found.append(Name(package: package, name: name))
                default: continue
                }
            }
        }
        walk(root, "")
        return found
    }

    /// The pending secrets of one package, in order. Needs no key.
    static func names(of package: PackagePath, in checkout: Checkout) -> [SecretName] {
        let directory = directory(of: checkout).pushing(FilePath(package.description))
        return ((try? Files.names(in: directory)) ?? []).compactMap { try? SecretName(parsing: $0) }
    }

    // MARK: Adding and removing

    /// Keeps a secret until it is pushed, in the place of one of the same name. Needs no unlocking.
    ///
    /// - Throws: ``ToolError`` where it cannot be written.
    func add(
        _ name: SecretName, _ value: SecretPart, description: String?, replacing sealed: SealedValue?,
        of package: PackagePath, at time: Int64, _ key: CachePublicKey
    ) throws(ToolError) {
        let path = self.path(package, name)
        try Files.makeDirectory(Files.parent(of: path), mode: FilePermissions(rawValue: 0o700))
        let bytes = try attempt {
            try SealedPage.seal(
                [
                    PageRecord(
                        name: name.rawValue, digest: Digest(of: sealed?.canonicalBytes ?? []), time: time,
                        note: description, value: value)
                ],
                place: organization.place(of: package), kind: .pending, fileName: fileName(package, name),
                key: key)
        }
        try AtomicFile.write(bytes, to: path, mode: FilePermissions(rawValue: 0o600))
    }

    /// Forgets pending secrets of a package.
    func remove(_ names: [SecretName], of package: PackagePath) {
        var directory = root.pushing(FilePath(package.description))
        // Mostly nothing waits, and there may be a thousand names.
        guard Files.kind(of: directory) != nil else { return }
        for name in names { unlink(directory.appending(name.rawValue).string) }
        while directory != root, rmdir(directory.string) == 0 { directory = Files.parent(of: directory) }
    }

    // MARK: Opening

    /// A pending secret of a package; nil where there is none of this name.
    ///
    /// - Throws: ``ToolError`` for one that was damaged, or was set under another key: it cannot be guessed at.
    func secret(
        _ name: SecretName, of package: PackagePath, file: CacheKeyFile, _ key: CacheSecretKey
    ) throws(ToolError) -> Secret? {
        guard let bytes = try Files.read(path(package, name), limit: SealedPage.maximumSize) else {
            return nil
        }
        do throws(SealingError) {
            let page = try SealedPage(parsing: bytes, fileName: fileName(package, name), key: file.publicPart)
            guard page.kind == .pending else { throw SealingError.damaged("another kind of page") }
            let open = try page.open(with: key, place: organization.place(of: package))
            guard let record = open.records.first, open.records.count == 1, record.name == name.rawValue
            else { throw SealingError.damaged("another secret's page") }
            return Secret(
                name: name, value: record.value, description: record.note, time: record.time,
                replaced: record.digest)
        } catch {
            throw ToolError(
                "the pending secret \(name) of \(package) cannot be read: \(error)",
                details: ["it was damaged, or set for another server or under another key; set it again"],
                next: "\(ToolVersion.name) secrets set \(name) --package \(package)")
        }
    }

    private func fileName(_ package: PackagePath, _ name: SecretName) -> String { "\(package)/\(name)" }

    private func path(_ package: PackagePath, _ name: SecretName) -> FilePath {
        root.pushing(FilePath(package.description)).appending(name.rawValue)
    }
}
