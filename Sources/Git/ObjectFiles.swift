import Glibc

/// A repository's objects as git keeps them in files: a file for each (`gitformat-loose`), or packs of many
/// (`gitformat-pack`).
///
/// It exists because libgit2 takes longer to load than a question about a few objects takes to answer. It knows the
/// documented formats and nothing else: what is missing, damaged, odd or large is nil, and libgit2 answers. As git does
/// when it reads, it takes the files' word for which object is which. For one task at a time.
public final class ObjectFiles {
    /// The most bytes of one object that is read: 64 MiB.
    public static let maximumSize = 64 << 20

    private let directory: String
    private let inflater: Inflater
    private let unpacked = UnpackedObjects()
    private var packNames: [String]?
    private var packs: [PackFile?] = []
    /// The number of the pack that had the last object: the next one is mostly there, too.
    private var lastPack = 0

    /// The objects of a repository; nil where some are kept elsewhere (alternates), or history was cut off by a shallow
    /// clone.
    public init?(place: RepositoryPlace) {
        directory = place.commonDirectory + "objects/"
        let oddities = [directory + "info/alternates", place.commonDirectory + "shallow"]
        guard oddities.allSatisfy({ access($0, F_OK) != 0 && errno == ENOENT }), let inflater = Inflater()
        else {
            return nil
        }
        self.inflater = inflater
    }

    /// An object's kind and contents; nil where libgit2 must answer.
    ///
    /// - Parameter limit: the most bytes to read.
    public func object(_ id: ObjectID, limit: Int = maximumSize) -> (kind: ObjectKind, bytes: [UInt8])? {
        let limit = max(0, min(limit, Self.maximumSize))
        if let found = packedObject(id, limit: limit) { return (found.kind, found.bytes) }
        return looseObject(id, limit: limit)
    }

    // MARK: Packs

    private func packedObject(_ id: ObjectID, limit: Int) -> UnpackedObject? {
        if lastPack < packs.count, let found = object(id, inPack: lastPack, limit: limit) { return found }
        let names = packNames ?? listPacks()
        packNames = names
        for (number, name) in names.enumerated() {
            if number == packs.count { packs.append(PackFile(indexPath: name)) }
            guard let found = object(id, inPack: number, limit: limit) else { continue }
            lastPack = number
            return found
        }
        return nil
    }

    private func object(_ id: ObjectID, inPack number: Int, limit: Int) -> UnpackedObject? {
        guard let pack = packs[number], let place = pack.place(of: id) else { return nil }
        return pack.object(at: place, limit: limit, inflater, unpacked.part(number))
    }

    /// The paths of the packs' indices.
    private func listPacks() -> [String] {
        (names(inFolder: directory + "pack") ?? [])
            .filter { $0.hasPrefix("pack-") && $0.hasSuffix(".idx") }
            .map { "\(directory)pack/\($0)" }.sorted()
    }

    // MARK: Loose objects

    private func looseObject(_ id: ObjectID, limit: Int) -> (kind: ObjectKind, bytes: [UInt8])? {
        let name = id.hex
        let file = open(
            "\(directory)\(name.prefix(2))/\(name.dropFirst(2))", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var information = stat()
        guard fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG,
            let size = Int(exactly: information.st_size), 1...(2 * limit + 1_024) ~= size
        else { return nil }
        // Read, not mapped: most are small.
        var isRead = false
        let packed = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let part = read(file, buffer.baseAddress.map { $0 + count }, size - count)
                if part < 0, errno == EINTR { continue }
                guard part > 0 else { return }
                count += part
            }
            isRead = true
        }
        guard isRead else { return nil }
        return packed.withUnsafeBytes { inflater.inflateLooseObject($0, limit: limit) }
    }
}
