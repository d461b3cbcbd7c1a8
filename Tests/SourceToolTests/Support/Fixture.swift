import SourceTool
import SystemPackage
import TestSupport

/// A home of its own with a working directory in it, and contexts that live there.
struct Fixture {
    let directory: TemporaryDirectory
    let home: FilePath
    let work: FilePath

    init() throws {
        directory = try TemporaryDirectory()
        home = FilePath(directory.appending("home"))
        work = FilePath(directory.appending("work"))
        try Files.makeDirectory(home)
        try Files.makeDirectory(work)
    }

    func context(
        _ terminal: RecordingTerminal = RecordingTerminal(), environment: [String: String] = [:],
        options: GlobalOptions = GlobalOptions()
    ) -> ToolContext {
        ToolContext(
            environment: environment.merging(["PATH": "/usr/local/bin:/usr/bin:/bin"]) { own, _ in own },
            home: home, workingDirectory: work, terminal: terminal, clock: { 1_800_000_000 },
            options: options,
            executable: FilePath(Products.tool))
    }

    /// The credentials file's path.
    var credentials: FilePath { CredentialsFile(home: home).path }

    /// Writes the credentials file as some tool left it.
    func writeCredentials(_ text: String, mode: UInt32 = 0o600) throws {
        try Files.makeDirectory(credentials.removingLastComponent(), mode: FilePermissions(rawValue: 0o700))
        try AtomicFile.write(Array(text.utf8), to: credentials, mode: FilePermissions(rawValue: mode))
    }

    func read(_ path: FilePath) throws -> String? {
        try Files.read(path, limit: 1 << 20).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// The error that `body` throws; nil where it throws none.
func toolError(_ body: () throws(ToolError) -> Void) -> ToolError? {
    do {
        try body()
        return nil
    } catch {
        return error
    }
}
