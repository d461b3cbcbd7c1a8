import Git
import Glibc
import Guard
import Scanning

/// Looks for secrets in files of a disk, one after the other, in memory that does not grow with them.
struct FileScan {
    private static let partSize = 1 << 20
    /// UTF-16 is read whole, and only so much of it.
    private static let longestUTF16 = 32 << 20

    private let scanner: Scanner
    private let rules: IgnoreRules?
    private let report: (GuardFinding) -> Void
    private let buffer: UnsafeMutableRawBufferPointer

    private(set) var files = 0
    private(set) var bytes = 0
    private(set) var skipped: [String] = []
    /// The files that were looked at by walking, as hashes, so that tracked ones that are ignored can be told.
    private(set) var seen: Set<Int> = []

    /// A scan.
    ///
    /// - Parameters:
    ///   - rules: which files below a repository's root stay out; nil where there is no repository.
    ///   - report: takes each finding.
    ///   - buffer: memory to read into; at least 1 MiB.
    init(
        _ scanner: Scanner, rules: IgnoreRules?, buffer: UnsafeMutableRawBufferPointer,
        report: @escaping (GuardFinding) -> Void
    ) {
        (self.scanner, self.rules, self.buffer, self.report) = (scanner, rules, buffer, report)
    }

    /// Calls `body` with memory to read into.
    static func withBuffer<Value, Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: partSize, alignment: 16)
        defer { buffer.deallocate() }
        return try body(buffer)
    }

    /// Looks at all files of a folder, but for Git's own and those that the rules keep out.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - label: how its files are told: the path that their names are added to; empty at the root.
    mutating func walk(_ path: String, label: String) {
        guard let stream = opendir(path) else {
            skipped.append("\(label.isEmpty ? path : label): \(String(cString: strerror(errno)))")
            return
        }
        var names: [(name: String, isFolder: Bool)] = []
        while let item = readdir(stream) {
            let kind = item.pointee.d_type
            let name = withUnsafePointer(to: &item.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != "..", name != ".git" else { continue }
            switch Int32(kind) {
            case Int32(DT_DIR): names.append((name, true))
            case Int32(DT_REG): names.append((name, false))
            case Int32(DT_UNKNOWN):
                var information = stat()
                guard lstat("\(path)/\(name)", &information) == 0 else { continue }
                let kind = information.st_mode & S_IFMT
                if kind == S_IFDIR || kind == S_IFREG { names.append((name, kind == S_IFDIR)) }
            default: continue
            }
        }
        closedir(stream)
        names.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        for (name, isFolder) in names {
            let inner = label.isEmpty ? name : "\(label)/\(name)"
            if rules?.ignores(inner, isFolder: isFolder) == true { continue }
            if isFolder {
                walk("\(path)/\(name)", label: inner)
            } else {
                if rules != nil { seen.insert(inner.hashValue) }
                look(at: "\(path)/\(name)", label: inner)
            }
        }
    }

    /// Looks at a file.
    mutating func look(at path: String, label: String) {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard file >= 0 else {
            skipped.append("\(label): \(String(cString: strerror(errno)))")
            return
        }
        defer { close(file) }
        read(file, label: label, place: .file(label))
    }

    /// Looks at what a descriptor gives, to its end.
    mutating func read(_ file: Int32, label: String?, place: GuardFinding.Place) {
        files += 1
        guard var count = fill(file, label, from: 0) else { return }
        var isEnd = count < buffer.count
        let first = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        switch PlainText.form(of: first) {
        case .binary:
            return
        case .utf16:
            readUTF16(file, label, place, count, isEnd)
            return
        case .ascii: break
        }
        bytes += count
        if isEnd {
            for match in scanner.scan(first, path: label) { tell(match, place) }
            return
        }
        var stream = scanner.stream(path: label)
        while true {
            for match in stream.read(UnsafeRawBufferPointer(rebasing: buffer[..<count])) {
                tell(match, place)
            }
            guard !isEnd, let next = fill(file, label, from: 0) else { break }
            (count, isEnd) = (next, next < buffer.count)
            bytes += count
        }
        for match in stream.finish() { tell(match, place) }
    }

    private mutating func readUTF16(
        _ file: Int32, _ label: String?, _ place: GuardFinding.Place, _ count: Int, _ isEnd: Bool
    ) {
        var whole = Array(buffer[..<count])
        var isEnd = isEnd
        while !isEnd, whole.count < Self.longestUTF16, let next = fill(file, label, from: 0) {
            whole += buffer[..<next]
            isEnd = next < buffer.count
        }
        bytes += whole.count
        guard let text = PlainText.ascii(whole) else { return }
        text.withUnsafeBytes { text in
            for match in scanner.scan(text, path: label) { tell(match, place) }
        }
        if !isEnd { skipped.append("\(label ?? "standard input"): UTF-16 of more than 32 MiB") }
    }

    /// Fills the buffer from a descriptor as far as it goes; nil where it cannot be read.
    private mutating func fill(_ file: Int32, _ label: String?, from start: Int) -> Int? {
        var count = start
        while count < buffer.count {
            let part = Glibc.read(file, buffer.baseAddress.map { $0 + count }, buffer.count - count)
            if part < 0, errno == EINTR { continue }
            guard part >= 0 else {
                skipped.append("\(label ?? "standard input"): \(String(cString: strerror(errno)))")
                return nil
            }
            if part == 0 { break }
            count += part
        }
        return count
    }

    private func tell(_ match: Match, _ place: GuardFinding.Place) {
        report(GuardFinding(match, at: place, in: nil))
    }
}
