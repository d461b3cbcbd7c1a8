import EigenpalAPI
import Glibc

/// Takes what a run left out of its working folder.
///
/// The runner may have put anything there. Nothing is reached by a path of several parts, no link is followed, and only
/// regular files with one name are taken: a second name could be that of a file outside.
public struct OutputCollector {
    /// What is taken at most.
    public struct Limits: Sendable, Hashable {
        /// The bytes of `output.json`.
        public var outputBytes: Int
        /// The files.
        public var files: Int
        /// The folders that are nested, `output` among them.
        public var depth: Int
        /// The bytes of a path.
        public var pathBytes: Int

        /// 4 MiB, 10,000 files, 32 levels and 1,024 bytes, where nothing else is said.
        public init(outputBytes: Int = 4 << 20, files: Int = 10_000, depth: Int = 32, pathBytes: Int = 1024) {
            (self.outputBytes, self.files, self.depth, self.pathBytes) = (
                outputBytes, files, depth, pathBytes
            )
        }
    }

    /// The files beside `output/` that are taken.
    public static let files = ["output.json", "trace.jsonl", "issues.md", "eigenpal.lock"]

    private let limits: Limits
    private let device: dev_t
    private var collected = CollectedOutput()
    private var entries = 0

    /// The most of what was not taken that is listed.
    private static let listedSkipped = 1000

    /// Takes the output of a run that has ended.
    ///
    /// Files are moved, or copied where the destination is on another file system; they are the owner's alone afterwards.
    ///
    /// - Parameter destination: a folder of the server's own; made if need be.
    /// - Throws: ``RunningError`` where the system refuses to read the one or write the other.
    public static func collect(
        _ workspace: Workspace, into destination: String, limits: Limits = Limits()
    ) throws(RunningError) -> CollectedOutput {
        guard let top = Folder(path: workspace.path), let status = top.status else {
            throw RunningError("\(workspace.path) cannot be read: \(systemReason(errno))")
        }
        if mkdir(destination, 0o700) != 0, errno != EEXIST {
            throw RunningError("\(destination) cannot be made: \(systemReason(errno))")
        }
        guard let target = Folder(path: destination) else {
            throw RunningError("\(destination) cannot be opened: \(systemReason(errno))")
        }
        var collector = OutputCollector(limits: limits, device: status.st_dev)
        collector.readOutput(top)
        for name in files { try collector.takeFile(Folder.name(name), name, from: top, to: target) }
        try collector.takeFolder(top, target)
        collector.collected.artifacts.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        return collector.collected
    }

    /// The end of `runner.log` as text; nil where there is none.
    ///
    /// - Parameter limit: the most bytes, of the end.
    public static func log(of workspace: Workspace, limit: Int = 64 << 10) -> String? {
        guard let top = Folder(path: workspace.path),
            let file = OutputFile(Folder.name(Workspace.logName), in: top)
        else { return nil }
        return file.bytes(limit: limit, fromEnd: true).map { String(decoding: $0, as: UTF8.self) }
    }

    private init(limits: Limits, device: dev_t) {
        (self.limits, self.device) = (limits, device)
    }

    // MARK: output.json

    private mutating func readOutput(_ top: borrowing Folder) {
        let name = Folder.name("output.json")
        guard let status = top.status(of: name) else { return }
        guard refusal(of: status) == nil, let file = OutputFile(name, in: top) else {
            collected.outputProblem = "output.json is not a regular file of its own"
            return
        }
        guard let bytes = file.bytes(limit: limits.outputBytes) else {
            collected.outputProblem =
                "output.json is larger than \(limits.outputBytes) bytes, or cannot be read"
            return
        }
        do throws(RunningError) {
            let value = try JSONReader.value(of: bytes)
            switch value {
            case .object, .null:
                (collected.output, collected.outputText) = (value, String(decoding: bytes, as: UTF8.self))
            default: collected.outputProblem = "output.json holds neither an object nor null"
            }
        } catch {
            collected.outputProblem = "output.json is not JSON: \(error.message)"
        }
    }

    // MARK: Files

    private mutating func takeFolder(
        _ top: borrowing Folder, _ target: borrowing Folder
    ) throws(RunningError) {
        let name = Folder.name("output")
        guard let status = top.status(of: name) else { return }
        guard status.kind == S_IFDIR else {
            return skip("output", refusal(of: status) ?? "it is not a folder")
        }
        try descend(name, "output", status, depth: 1, from: top, to: target)
    }

    private mutating func descend(
        _ name: Folder.Name, _ path: String, _ status: stat, depth: Int, from folder: borrowing Folder,
        to target: borrowing Folder
    ) throws(RunningError) {
        guard status.st_dev == device else { return skip(path, "it is on another file system") }
        guard depth <= limits.depth else {
            return skip(path, "it is nested deeper than \(limits.depth) folders")
        }
        guard let source = folder.folder(name, opening: true) else { return skip(path, systemReason(errno)) }
        if mkdirat(target.descriptor, name, 0o700) != 0, errno != EEXIST {
            throw RunningError("\(path) cannot be made in the destination: \(systemReason(errno))")
        }
        guard let place = target.folder(name) else {
            throw RunningError("\(path) cannot be opened in the destination: \(systemReason(errno))")
        }
        let budget = limits.files * 2 - entries
        let names = source.names(limit: max(budget, 0) + 1)
        entries += names.count
        for name in names.prefix(max(budget, 0)) {
            let bytes = name.dropLast().map { UInt8(bitPattern: $0) }
            let path = "\(path)/\(String(decoding: bytes, as: UTF8.self))"
            if let reason = refusal(ofName: bytes, path) {
                skip(path, reason)
                continue
            }
            guard let status = source.status(of: name) else { continue }
            if status.kind == S_IFDIR {
                try descend(name, path, status, depth: depth + 1, from: source, to: place)
            } else {
                try takeFile(name, path, from: source, to: place)
            }
        }
        if names.count > max(budget, 0) { skip(path, "the run left more than \(limits.files * 2) names") }
        // A folder of which nothing was taken is not made.
        _ = unlinkat(target.descriptor, name, AT_REMOVEDIR)
    }

    private mutating func takeFile(
        _ name: Folder.Name, _ path: String, from folder: borrowing Folder, to target: borrowing Folder
    ) throws(RunningError) {
        guard let status = folder.status(of: name) else { return }
        if let reason = refusal(of: status) { return skip(path, reason) }
        guard collected.artifacts.count < limits.files else {
            return skip(path, "the run left more than \(limits.files) files")
        }
        if let reason = try OutputFile.move(name, status, from: folder, to: target) {
            return skip(path, reason)
        }
        collected.artifacts.append(
            .init(path: path, size: Int(status.st_size), contentType: MediaType.guess(path)))
    }

    // MARK: What is refused

    private func refusal(of status: stat) -> String? {
        switch status.kind {
        case S_IFREG: break
        case S_IFLNK: return "it is a symbolic link"
        case S_IFDIR: return "it is a folder"
        case S_IFIFO: return "it is a named pipe"
        case S_IFSOCK: return "it is a socket"
        default: return "it is a device"
        }
        guard status.st_nlink == 1 else { return "it is a hard link: the file has another name" }
        guard status.st_dev == device else { return "it is on another file system" }
        return nil
    }

    private func refusal(ofName name: [UInt8], _ path: String) -> String? {
        guard let text = String(validating: name, as: UTF8.self) else { return "its name is not UTF-8" }
        for scalar in text.unicodeScalars {
            if scalar == "\\" { return "its name holds a backslash" }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned:
                return "its name holds a character that cannot be seen"
            default: break
            }
        }
        guard path.utf8.count <= limits.pathBytes else {
            return "its path is longer than \(limits.pathBytes) bytes"
        }
        return nil
    }

    private mutating func skip(_ path: String, _ reason: String) {
        guard collected.skipped.count < Self.listedSkipped else { return }
        let shown = String(String.UnicodeScalarView(path.unicodeScalars.map { $0.isShown ? $0 : "\u{FFFD}" }))
        collected.skipped.append(.init(path: String(shown.prefix(512)), reason: reason))
    }
}

extension Unicode.Scalar {
    fileprivate var isShown: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate: false
        default: true
        }
    }
}
