import EigenpalAPI
import Git
import Glibc
import Running
import SourceFormat
import SourceRepository
import SystemPackage

/// A package of a checkout that is to be run as it lies there.
struct LocalPackage {
    let path: PackagePath
    let checkout: Checkout

    init(_ path: PackagePath, _ checkout: Checkout) { (self.path, self.checkout) = (path, checkout) }

    /// The package's folder.
    var folder: FilePath { checkout.root.pushing(FilePath(path.description)) }

    /// One of its schemas; nil where it has none.
    ///
    /// - Throws: ``ToolError`` for a file that is no schema.
    func schema(_ name: String) throws(ToolError) -> JSONValue? {
        guard let bytes = try Files.read(folder.appending(name), limit: FileLimit.schema) else { return nil }
        do throws(RunningError) {
            return try JSONReader.value(of: bytes)
        } catch {
            throw ToolError(
                "\(path)/\(name) is no schema: \(error.message)", next: "\(ToolVersion.name) validate \(path)"
            )
        }
    }

    /// Makes the working folder: the package's files but those that Git ignores, what it needs from Git's objects.
    ///
    /// - Throws: ``ToolError`` for files that may not be written.
    func workspace(at place: String, _ lockfile: Lockfile) throws(ToolError) -> Workspace {
        let repository = try checkout.repository
        let head = try attempt {
            try ObjectID(hex: lockfile.root.commit).map { try repository.commit($0).tree }
        }
        do throws(RunningError) {
            return try Workspace.make(
                at: place, lockfile: lockfile, workingCopy: folder.string, from: repository
            ) { name in
                let full = "\(path)/\(name)"
                guard (try? repository.isIgnored(full)) == true else { return false }
                // What is committed is part of the package, whatever is said of its name.
                return head.map { (try? repository.entry(atPath: full, inTree: $0)) == nil } ?? true
            }
        } catch {
            throw ToolError(error)
        }
    }
}

/// What a run of this machine is given.
struct LocalRunInput {
    private let inputs: RunInputs.Read
    private let metadata: [String: JSONValue]
    private let overrides: [String: JSONValue]?

    /// Reads what was typed and holds it against the package's `input-schema.json`.
    ///
    /// - Throws: ``ToolError`` with each place that does not fit.
    init(
        _ options: RunLocally.Options, for package: LocalPackage, _ context: ToolContext
    ) throws(ToolError) {
        inputs = try options.inputs.read(context)
        metadata = try RunInputs.values(options.metadata, of: "--metadata")
        overrides = try options.overrides.map { (text) throws(ToolError) in
            try JSONArgument.object(text, of: "--overrides-json", context)
        }
        let schema = try package.schema("input-schema.json")
        let issues = InputFit(input: inputs.values, fileInputs: inputs.fileNames, schema: schema).issues
        guard issues.isEmpty else {
            throw ToolError(
                "the input is not what \(package.path) takes", details: issues.map(\.description),
                next: "cat \(package.folder.appending("input-schema.json"))")
        }
    }

    /// Writes `input.json`, the files, `metadata.json` and `overrides.json`.
    func write(to workspace: Workspace) throws(ToolError) {
        var values = inputs.values
        var taken: Set<String> = []
        for (index, file) in inputs.files.enumerated() {
            let shown = file.path.lastComponent?.string ?? "file"
            let name = Self.distinct(shown, &taken)
            let size = try Self.copy(file.path, to: FilePath("\(workspace.files)/\(name)"))
            let value = JSONValue.object([
                "fileId": .string("file_local_\(index + 1)"), "filename": .string(shown),
                "mimeType": .string(MediaType.guess(shown)), "size": .integer(size),
                "path": .string("files/\(name)"),
            ])
            if inputs.files.count(where: { $0.name == file.name }) > 1 {
                values[file.name] = .array((values[file.name]?.array ?? []) + [value])
            } else {
                values[file.name] = value
            }
        }
        do throws(RunningError) {
            try workspace.writeInput(try Self.bytes(.object(values)))
            if !metadata.isEmpty {
                try workspace.write(try Self.bytes(.object(metadata)), to: "metadata.json")
            }
            if let overrides { try workspace.write(try Self.bytes(.object(overrides)), to: "overrides.json") }
        } catch {
            throw ToolError(error)
        }
    }

    private static func bytes(_ value: JSONValue) throws(RunningError) -> [UInt8] {
        guard let text = try? Output.json(value) else {
            throw RunningError("the input cannot be written as JSON")
        }
        return Array(text.utf8)
    }

    /// The name, with a number before its extension where another file has it.
    private static func distinct(_ name: String, _ taken: inout Set<String>) -> String {
        var (candidate, number) = (name, 1)
        while !taken.insert(candidate.lowercased()).inserted {
            number += 1
            let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 } ?? name.endIndex
            candidate = "\(name[..<dot])-\(number)\(name[dot...])"
        }
        return candidate
    }

    private static func copy(_ source: FilePath, to target: FilePath) throws(ToolError) -> Int64 {
        let input = open(source.string, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw Files.failure("read", source, errno) }
        defer { close(input) }
        let output = open(target.string, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw Files.failure("written", target, errno) }
        defer { close(output) }
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var size: Int64 = 0
        while true {
            let count = buffer.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Files.failure("read", source, errno) }
            if count == 0 { return size }
            let failure = StandardStream.send(Array(buffer[..<count]), to: output)
            guard failure == 0 else { throw Files.failure("written", target, failure) }
            size += Int64(count)
        }
    }
}

/// Where what a run left is kept.
struct LocalRunOutput {
    let path: FilePath

    /// - Throws: ``ToolError`` where something of an earlier run lies there: nothing is replaced.
    init(_ typed: String, _ context: ToolContext) throws(ToolError) {
        path = context.path(typed)
        switch Files.kind(of: Files.resolved(path) ?? path) {
        case nil: return
        case .directory: break
        default: throw ToolError("--out: \(path) is not a directory")
        }
        for name in OutputCollector.files + ["output"] where Files.kind(of: path.appending(name)) != nil {
            throw ToolError(
                "\(path.appending(name)) is there already, and nothing is replaced",
                details: ["--out names another folder"])
        }
    }

    /// The folder, made where it is not there.
    func folder() throws(RunningError) -> String {
        do throws(ToolError) { try Files.makeDirectory(path) } catch { throw RunningError(error.message) }
        return path.string
    }
}
