import Git
import Sealing
import SourceFormat
import SystemPackage

/// The commits that a package's secrets are from, as they were found when history was last read: a file of the
/// checkout's Git directory, `eigenpal/origins/<package>`.
///
/// It can be thrown away at any time. It holds good for one commit alone, and is taken for nothing where a byte of it is
/// not as it was written. The lines, fields separated by tabs: the format's name; the commit that is checked out;
/// `change`, commit, author, date, summary; `secret`, name, digest of its ciphertext, digest of its description or nothing, number of the
/// change; `end` and the SHA-256 of all before it.
struct SecretOriginsIndex {
    /// A secret as the commit has it, and where it is from.
    struct Origin {
        /// Of the ciphertext.
        let digest: Digest
        /// Of the description; nil where there is none.
        let description: Digest?
        let change: SecretOrigins.Change
    }

    private static let title = "eigenpal-origins 1"
    private let path: FilePath

    init(of package: PackagePath, in checkout: Checkout) {
        path = FilePath(checkout.gitDirectory).appending("eigenpal").appending("origins").appending(
            package.dottedName)
    }

    /// What was found for a commit; nil where that is not known.
    func origins(at head: ObjectID) -> [SecretName: Origin]? {
        guard let bytes = (try? Files.read(path, limit: 16 << 20)) ?? nil,
            let end = Self.end(of: bytes)
        else { return nil }
        var changes: [SecretOrigins.Change] = []
        var found: [SecretName: Origin] = [:]
        let lines = bytes[..<end].split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.count > 2, lines[0].elementsEqual(Self.title.utf8), lines[1].elementsEqual(head.hex.utf8)
        else { return nil }
        for line in lines.dropFirst(2) where !line.isEmpty {
            let fields = line.split(separator: 0x09, omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
            switch (fields[0], fields.count) {
            case ("change", 5):
                changes.append(
                    .init(commit: fields[1], author: fields[2], date: fields[3], summary: fields[4]))
            case ("secret", 5):
                guard let name = try? SecretName(parsing: fields[1]), let digest = Digest(hex: fields[2]),
                    fields[3].isEmpty || Digest(hex: fields[3]) != nil, let number = Int(fields[4]),
                    changes.indices.contains(number)
                else { return nil }
                found[name] = Origin(
                    digest: digest, description: Digest(hex: fields[3]), change: changes[number])
            default: return nil
            }
        }
        return found
    }

    /// Keeps what was found for a commit. Where that fails, history is read again next time.
    func keep(_ origins: [(name: SecretName, origin: Origin)], at head: ObjectID) {
        var numbers: [SecretOrigins.Change: Int] = [:]
        var (changes, secrets) = ("", "")
        for (name, origin) in origins {
            let change = origin.change
            if numbers[change] == nil {
                numbers[change] = numbers.count
                changes +=
                    "change\t\(change.commit)\t\(Self.field(change.author))\t\(change.date)\t"
                    + "\(Self.field(change.summary))\n"
            }
            secrets +=
                "secret\t\(name)\t\(origin.digest)\t\(origin.description?.description ?? "")\t\(numbers[change] ?? 0)\n"
        }
        let text = Array("\(Self.title)\n\(head.hex)\n\(changes)\(secrets)".utf8)
        try? Files.makeDirectory(Files.parent(of: path))
        try? AtomicFile.write(
            text + Array("end\t\(Digest(of: text))\n".utf8), to: path, isDurable: false)
    }

    /// Where the last line begins, if it is what it should be.
    private static func end(of bytes: [UInt8]) -> Int? {
        let count = 4 + 2 * Digest.count + 1
        guard bytes.count > count else { return nil }
        let end = bytes.count - count
        let expected = Array("end\t\(Digest(of: Array(bytes[..<end])))\n".utf8)
        return bytes[end...].elementsEqual(expected) ? end : nil
    }

    private static func field(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    }
}
