import Sealing
import SourceFormat
import SystemPackage

/// `secrets diff-driver`: what Git calls to show how two versions of a secrets file differ, as its documentation of
/// external diffs (`GIT_EXTERNAL_DIFF`) has it.
public enum CompareSecrets {
    /// Writes `+ NAME`, `- NAME` and `~ NAME` for what differs.
    ///
    /// - Parameter arguments: path, old file, old id, old mode, new file, new id, new mode; or the path alone, for a
    ///   file in conflict.
    /// - Throws: ``ToolError`` where a file cannot be read.
    public static func run(_ context: ToolContext, _ arguments: [String]) async throws(ToolError) {
        guard let path = arguments.first else {
            throw .usage("git calls this with a path and two versions of it")
        }
        guard arguments.count >= 7 else {
            return try context.terminal.write(Array("* Unmerged path \(Output.cleaned(path))\n".utf8))
        }
        var lines = ["secrets \(path)"]
        if let old = try version(context, arguments[1]), let new = try version(context, arguments[4]) {
            let report = SecretsDifference(from: old, to: new)
            lines += report.entries.map { entry in
                switch entry.kind {
                case .rekeyed: "\(entry.kind.symbol) \(entry.name) (another key)"
                case .described: "\(entry.kind.symbol) \(entry.name) (description)"
                default: "\(entry.kind.symbol) \(entry.name)"
                }
            }
        } else {
            lines.append("! not a valid secrets file; git diff --no-ext-diff shows its text")
        }
        try context.terminal.write(Array((lines.map(Output.cleaned).joined(separator: "\n") + "\n").utf8))
    }

    private static func version(_ context: ToolContext, _ file: String) throws(ToolError) -> SecretsFile? {
        if file == "/dev/null" { return .empty }
        let bytes = try Files.read(context.path(file), limit: 4 << 20) ?? []
        return bytes.isEmpty ? .empty : SecretsFile.parse(bytes: bytes, file: file).0
    }
}

/// `secrets textconv`: what Git calls to turn a secrets file into text that can be compared line by line.
public enum SecretsAsText {
    /// Writes a line for each secret: a space, its name, a digest of its ciphertext, its key, and in quotes what it is for.
    /// So a diff reads `+ NAME` and `- NAME`, and, of one that was changed, both.
    ///
    /// - Throws: ``ToolError`` where the file cannot be read.
    public static func run(_ context: ToolContext, file: String) async throws(ToolError) {
        let bytes = try Files.read(context.path(file), limit: 4 << 20) ?? []
        guard let document = SecretsFile.parse(bytes: bytes, file: file).0 else {
            // What it is not, Git shall show as it is.
            return try context.terminal.write(bytes)
        }
        let lines = document.entries.map { entry in
            let digest = Digest(of: entry.value.canonicalBytes).description.prefix(10)
            let description = (entry.description ?? "").split(whereSeparator: \.isNewline)
            return " \(entry.name)  \(digest) \(entry.value.keyId)"
                + (description.isEmpty ? "" : "  \"\(description.joined(separator: " "))\"")
        }
        try context.terminal.write(Array(lines.map { Output.cleaned($0) + "\n" }.joined().utf8))
    }
}
