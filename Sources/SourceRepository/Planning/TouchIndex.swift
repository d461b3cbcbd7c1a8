import Git
import SourceFormat

/// What earlier plans learned of a repository: facts about commits, and the packages of one tree.
///
/// The facts hang on the ids of objects alone and never become false, so that the index needs no more than to be whole:
/// what does not carry its checksum, version or sense is as if it were not there. The form: the magic and version,
/// then a count and so many numbers, ids or texts each, all little-endian, then an FNV-1a of it all by words of eight
/// bytes.
struct TouchIndex {
    private static let magic: [UInt8] = Array("eptouch1".utf8)

    var graph: CommitGraph
    var catalog: PlanCatalog?

    init(graph: CommitGraph = CommitGraph(), catalog: PlanCatalog? = nil) {
        (self.graph, self.catalog) = (graph, catalog)
    }

    /// Reads an index; nil for anything but a whole one.
    init?(bytes: [UInt8]) {
        guard bytes.count > Self.magic.count + 8, bytes.starts(with: Self.magic) else { return nil }
        let parsed = bytes.withUnsafeBytes { all -> TouchIndex? in
            let body = UnsafeRawBufferPointer(rebasing: all[..<(all.count - 8)])
            let sum = UInt64(littleEndian: all.loadUnaligned(fromByteOffset: body.count, as: UInt64.self))
            guard Self.checksum(body) == sum else { return nil }
            var reader = IndexReader(body, at: Self.magic.count)
            return Self.read(&reader)
        }
        guard let parsed else { return nil }
        self = parsed
    }

    private static func read(_ reader: inout IndexReader) -> TouchIndex? {
        guard let packages = reader.paths(), let ids = reader.ids(),
            let dates = reader.numbers(of: Int64.self),
            let parentStarts = reader.numbers(of: Int32.self), let parents = reader.numbers(of: Int32.self),
            let touchStarts = reader.numbers(of: Int32.self), let touches = reader.numbers(of: Int32.self),
            let graph = CommitGraph(
                ids: ids, dates: dates, parentStarts: parentStarts, parents: parents,
                touchStarts: touchStarts, touches: touches, packages: packages)
        else { return nil }
        guard let trees = reader.ids(), let paths = reader.paths(),
            let counts = reader.numbers(of: Int32.self), let pins = reader.numbers(of: Int32.self),
            let versions = reader.numbers(of: UInt64.self), reader.isAtEnd
        else { return nil }
        guard let tree = trees.first else { return TouchIndex(graph: graph) }
        guard counts.count <= paths.count, versions.count == pins.count * 3 else { return nil }
        var found: [PackagePath: PlanCatalog.Package] = [:]
        var place = 0
        for (number, count) in counts.enumerated() {
            // A manifest that is not valid has no dependencies that anyone could count.
            guard count >= 0 else {
                found[paths[number]] = PlanCatalog.Package(dependencies: nil)
                continue
            }
            guard Int(count) <= pins.count - place else { return nil }
            var dependencies: [PlanCatalog.Pin] = []
            for index in place..<(place + Int(count)) {
                guard paths.indices.contains(Int(pins[index])) else { return nil }
                let version = SemanticVersion(
                    major: versions[3 * index], minor: versions[3 * index + 1],
                    patch: versions[3 * index + 2])
                dependencies.append(PlanCatalog.Pin(path: paths[Int(pins[index])], version: version))
            }
            found[paths[number]] = PlanCatalog.Package(dependencies: dependencies)
            place += Int(count)
        }
        return TouchIndex(graph: graph, catalog: PlanCatalog(tree: tree, packages: found))
    }

    /// The index as a file.
    var bytes: [UInt8] {
        var writer = IndexWriter(bytes: Self.magic)
        writer.add(paths: graph.packages)
        writer.add(ids: graph.ids)
        writer.add(numbers: graph.dates)
        writer.add(numbers: graph.parentStarts)
        writer.add(numbers: graph.parents)
        writer.add(numbers: graph.touchStarts)
        writer.add(numbers: graph.touches)
        let packages = (catalog?.packages ?? [:]).sorted { $0.key < $1.key }
        var paths = packages.map(\.key)
        var numbers = Dictionary(uniqueKeysWithValues: paths.enumerated().map { ($1, Int32($0)) })
        var (counts, pins, versions): ([Int32], [Int32], [UInt64]) = ([], [], [])
        for (_, package) in packages {
            counts.append(package.dependencies.map { Int32($0.count) } ?? -1)
            for pin in package.dependencies ?? [] {
                // A dependency may be on a package that is not there.
                let number = numbers[pin.path] ?? Int32(paths.count)
                if Int(number) == paths.count {
                    paths.append(pin.path)
                    numbers[pin.path] = number
                }
                pins.append(number)
                versions += [pin.version.major, pin.version.minor, pin.version.patch]
            }
        }
        writer.add(ids: catalog.map { [$0.tree] } ?? [])
        writer.add(paths: paths)
        writer.add(numbers: counts)
        writer.add(numbers: pins)
        writer.add(numbers: versions)
        let sum = writer.bytes.withUnsafeBytes { Self.checksum($0) }
        withUnsafeBytes(of: sum.littleEndian) { writer.bytes.append(contentsOf: $0) }
        return writer.bytes
    }

    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        var place = 0
        while place + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            sum = (sum ^ word) &* 0x0000_0100_0000_01b3
            // Multiplication alone carries nothing down.
            sum ^= sum >> 32
            place += 8
        }
        for byte in bytes[place...] { sum = (sum ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return sum ^ UInt64(bytes.count)
    }
}

/// Takes an index apart; every answer is nil where the bytes are not there.
private struct IndexReader {
    private let bytes: UnsafeRawBufferPointer
    private var place: Int

    init(_ bytes: UnsafeRawBufferPointer, at place: Int) { (self.bytes, self.place) = (bytes, place) }

    var isAtEnd: Bool { place == bytes.count }

    private mutating func take(_ size: Int) -> UnsafeRawBufferPointer? {
        guard place + 4 <= bytes.count else { return nil }
        let count = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
        guard count * size <= bytes.count - place - 4 else { return nil }
        defer { place += 4 + count * size }
        return UnsafeRawBufferPointer(rebasing: bytes[(place + 4)..<(place + 4 + count * size)])
    }

    mutating func numbers<Number: FixedWidthInteger>(of type: Number.Type) -> [Number]? {
        let size = MemoryLayout<Number>.size
        guard let part = take(size) else { return nil }
        return [Number](unsafeUninitializedCapacity: part.count / size) { target, count in
            count = part.count / size
            for index in 0..<count {
                let number = part.loadUnaligned(fromByteOffset: index * size, as: Number.self)
                target.initializeElement(at: index, to: Number(littleEndian: number))
            }
        }
    }

    mutating func ids() -> [ObjectID]? {
        let size = ObjectID.byteCount
        guard let part = take(size) else { return nil }
        var ids: [ObjectID] = []
        ids.reserveCapacity(part.count / size)
        for start in stride(from: 0, to: part.count, by: size) {
            guard let id = ObjectID(bytes: UnsafeRawBufferPointer(rebasing: part[start..<(start + size)]))
            else { return nil }
            ids.append(id)
        }
        return ids
    }

    mutating func paths() -> [PackagePath]? {
        guard let part = take(1) else { return nil }
        var paths: [PackagePath] = []
        for line in part.split(separator: 0x0A) {
            guard let path = try? PackagePath(parsing: String(decoding: line, as: UTF8.self)) else {
                return nil
            }
            paths.append(path)
        }
        return paths
    }
}

/// Puts an index together.
private struct IndexWriter {
    var bytes: [UInt8]

    private mutating func add(count: Int) {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: count).littleEndian) {
            bytes.append(contentsOf: $0)
        }
    }

    mutating func add<Number: FixedWidthInteger>(numbers: [Number]) {
        add(count: numbers.count)
        for number in numbers {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
    }

    mutating func add(ids: [ObjectID]) {
        add(count: ids.count)
        for id in ids { id.append(to: &bytes) }
    }

    mutating func add(paths: [PackagePath]) {
        let text = Array(paths.map { "\($0)\n" }.joined().utf8)
        add(count: text.count)
        bytes += text
    }
}
