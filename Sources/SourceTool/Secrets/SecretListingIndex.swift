import Git
import Sealing
import SourceFormat
import SystemPackage

/// What the secrets file of a package said, and where its secrets were from, when it was last listed: a file of the
/// checkout's Git directory, `eigenpal/listings/<package>`. It holds names, descriptions and digests of ciphertexts, no
/// value.
///
/// It can be thrown away at any time. It holds good for one commit and one content of the secrets file alone, and is taken
/// for nothing where a byte of it is not as it was written. The form: the magic, a BLAKE2b of all behind it, the id of
/// the commit, a BLAKE2b of the secrets file; the changes, the ids of keys, the secrets. A count and the length of a text
/// are 4 bytes, the lowest first.
struct SecretListingIndex {
    private static let magic = Array("eplist01".utf8)
    private static let limit = 16 << 20

    private let path: FilePath
    /// What it has to begin with, behind the checksum.
    private let subject: [UInt8]

    /// - Parameters:
    ///   - head: the commit that is checked out.
    ///   - file: the secrets file.
    init(of package: PackagePath, head: ObjectID, file: [UInt8], in checkout: Checkout) {
        path = FilePath(checkout.gitDirectory).appending("eigenpal").appending("listings").appending(
            package.dottedName)
        var subject = Array(head.hex.utf8)
        Digest(checksumOf: file[...]).withBytes { subject.append(contentsOf: $0) }
        self.subject = subject
    }

    /// What was found; nil where that is not known.
    func secrets() -> [SecretListing.Secret]? {
        guard let bytes = (try? Files.read(path, limit: Self.limit)) ?? nil else { return nil }
        let start = Self.magic.count + Digest.count
        guard bytes.count > start, bytes.starts(with: Self.magic) else { return nil }
        let isWhole = Digest(checksumOf: bytes[start...]).withBytes {
            $0.elementsEqual(bytes[Self.magic.count..<start])
        }
        guard isWhole, bytes[start...].starts(with: subject) else { return nil }
        return bytes.withUnsafeBytes { all in
            var reader = ListingReader(all, at: start + subject.count)
            return Self.secrets(&reader)
        }
    }

    private static func secrets(_ reader: inout ListingReader) -> [SecretListing.Secret]? {
        let changes = reader.list { reader -> SecretOrigins.Change? in
            guard let commit = reader.text(), let author = reader.text(), let date = reader.text(),
                let summary = reader.text()
            else { return nil }
            return .init(commit: commit, author: author, date: date, summary: summary)
        }
        guard let changes, let keys = reader.list({ $0.text() }) else { return nil }
        let secrets = reader.list { reader -> SecretListing.Secret? in
            guard let text = reader.text(), let name = try? SecretName(parsing: text),
                let digest = reader.digest(), let key = reader.number(), keys.indices.contains(key),
                let change = reader.number(), change <= changes.count, let described = reader.number()
            else { return nil }
            let description = described == 0 ? nil : reader.text()
            guard described == 0 || description != nil else { return nil }
            return .init(
                name: name, description: description, keyId: keys[key], digest: digest,
                change: change == 0 ? nil : changes[change - 1], isConflicted: false)
        }
        return reader.isAtEnd ? secrets : nil
    }

    /// Keeps what was found. Where that fails, the file is read again next time.
    func keep(_ secrets: [SecretListing.Secret]) {
        var (changes, keys): ([SecretOrigins.Change: Int], [String: Int]) = ([:], [:])
        var (orderedChanges, orderedKeys): ([SecretOrigins.Change], [String]) = ([], [])
        var rows = ListingWriter()
        rows.add(number: secrets.count)
        for secret in secrets {
            if let change = secret.change, changes[change] == nil {
                orderedChanges.append(change)
                changes[change] = orderedChanges.count
            }
            if keys[secret.keyId] == nil {
                keys[secret.keyId] = orderedKeys.count
                orderedKeys.append(secret.keyId)
            }
            rows.add(text: secret.name.rawValue)
            secret.digest.withBytes { rows.bytes.append(contentsOf: $0) }
            rows.add(number: keys[secret.keyId] ?? 0)
            rows.add(number: secret.change.flatMap { changes[$0] } ?? 0)
            rows.add(number: secret.description == nil ? 0 : 1)
            if let description = secret.description { rows.add(text: description) }
        }
        var body = ListingWriter(bytes: subject)
        body.add(number: orderedChanges.count)
        for change in orderedChanges {
            for text in [change.commit, change.author, change.date, change.summary] {
                body.add(text: text)
            }
        }
        body.add(number: orderedKeys.count)
        for key in orderedKeys { body.add(text: key) }
        body.bytes += rows.bytes
        var bytes = Self.magic
        Digest(checksumOf: body.bytes[...]).withBytes { bytes.append(contentsOf: $0) }
        try? Files.makeDirectory(Files.parent(of: path))
        try? AtomicFile.write(bytes + body.bytes, to: path, isDurable: false)
    }
}

/// Takes an index apart; every answer is nil where the bytes are not there.
private struct ListingReader {
    private let bytes: UnsafeRawBufferPointer
    private var place: Int

    init(_ bytes: UnsafeRawBufferPointer, at place: Int) { (self.bytes, self.place) = (bytes, place) }

    var isAtEnd: Bool { place == bytes.count }

    private mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count <= bytes.count - place else { return nil }
        defer { place += count }
        return UnsafeRawBufferPointer(rebasing: bytes[place..<(place + count)])
    }

    mutating func number() -> Int? {
        take(4).map { Int(UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self))) }
    }

    mutating func text() -> String? {
        guard let count = number(), let part = take(count) else { return nil }
        return String(validating: part, as: UTF8.self)
    }

    mutating func digest() -> Digest? { take(Digest.count).flatMap { Digest(bytes: $0) } }

    mutating func list<Element>(_ element: (inout ListingReader) -> Element?) -> [Element]? {
        guard let count = number(), count <= bytes.count - place else { return nil }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count {
            guard let next = element(&self) else { return nil }
            elements.append(next)
        }
        return elements
    }
}

/// Puts an index together.
private struct ListingWriter {
    var bytes: [UInt8] = []

    mutating func add(number: Int) {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).littleEndian) {
            bytes.append(contentsOf: $0)
        }
    }

    mutating func add(text: String) {
        add(number: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }
}
