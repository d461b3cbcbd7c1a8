import Git
import SourceFormat
import SystemPackage

/// `secrets merge-driver`: what Git calls to merge two versions of a secrets file, as its documentation of merge
/// drivers (`gitattributes`) has it.
public enum MergeSecrets {
    /// Merges by secret and leaves the result in the file of ours.
    ///
    /// - Parameters:
    ///   - base: the file of the common ancestor.
    ///   - ours: the file of the version merged into; the result goes there.
    ///   - theirs: the file of the version merged.
    ///   - markerSize: how long Git's conflict markers are.
    ///   - path: the file's path in the repository.
    /// - Returns: the exit code: 0 for a clean merge, 1 where a secret is in conflict.
    /// - Throws: ``ToolError`` where a file cannot be read or written.
    public static func run(
        _ context: ToolContext, base: String, ours: String, theirs: String, markerSize: String, path: String
    ) async throws(ToolError) -> Int32 {
        let places = [base, ours, theirs].map { context.path($0) }
        var files: [SecretsFile] = []
        for place in places {
            guard let file = try read(place) else { return try textual(context, places, markerSize) }
            files.append(file)
        }
        let merged: (file: SecretsFile, conflicts: [SecretName])
        do throws(FormatError) {
            merged = try SecretsMerge.merge(base: files[0], ours: files[1], theirs: files[2])
        } catch {
            context.terminal.note("\(path): \(error.message); merged as text")
            return try textual(context, places, markerSize)
        }
        try AtomicFile.write(Array(merged.file.text.utf8), to: places[1], isDurable: false)
        guard !merged.conflicts.isEmpty else { return 0 }
        let package = path.split(separator: "/").dropLast().joined(separator: "/")
        for name in merged.conflicts {
            context.terminal.note("\(path): \(name) was changed on both sides")
            context.terminal.note(
                "next: \(ToolVersion.name) secrets resolve \(name) --package \(package) --ours (or --theirs)")
        }
        return 1
    }

    /// A version of the file; that of a package without secrets where there is nothing in it; nil where it is none.
    private static func read(_ path: FilePath) throws(ToolError) -> SecretsFile? {
        let bytes = try Files.read(path, limit: 4 << 20) ?? []
        if bytes.isEmpty { return .empty }
        return SecretsFile.parse(bytes: bytes, file: path.string).0
    }

    /// Merges as git merges any text.
    private static func textual(
        _ context: ToolContext, _ places: [FilePath], _ markerSize: String
    ) throws(ToolError) -> Int32 {
        guard let git = context.program("git") else { throw ToolError("git is not on PATH") }
        let size = Int(markerSize).map { ["--marker-size=\(max(1, min($0, 100)))"] } ?? []
        let child = try ChildProcess(
            git, ["merge-file"] + size + [places[1].string, places[0].string, places[2].string],
            environment: context.environment)
        // More than one conflict is a larger exit code, which git would take for a failure of the driver.
        return min(child.wait(), 1)
    }
}
