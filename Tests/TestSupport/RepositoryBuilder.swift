import Foundation

/// A real repository in a directory of its own, made with the real git, step by step.
///
/// Nothing of the user's configuration reaches it: author and dates are fixed, so that the same steps give the same
/// objects.
public final class RepositoryBuilder: Sendable {
    /// The directory above it, removed when the value goes away.
    public let directory: TemporaryDirectory
    /// The repository's own path: the working directory, or the bare repository.
    public let path: String

    /// Makes an empty repository whose first branch is `main`.
    public init(bare: Bool = false) async throws {
        directory = try TemporaryDirectory()
        path = directory.appending(bare ? "repository.git" : "checkout")
        let arguments = ["init", "--quiet", "--initial-branch=main"] + (bare ? ["--bare"] : []) + [path]
        try await Self.run(arguments, in: directory.path)
    }

    private init(cloning source: String, into directory: TemporaryDirectory) async throws {
        self.directory = directory
        path = directory.appending("clone")
        try await Self.run(["clone", "--quiet", source, path], in: directory.path)
    }

    /// A clone of it, in a directory of its own.
    public func clone() async throws -> RepositoryBuilder {
        try await RepositoryBuilder(cloning: path, into: try TemporaryDirectory())
    }

    /// Runs git in it; what it printed, without the space around.
    @discardableResult
    public func git(_ arguments: String..., input: String = "") async throws -> String {
        try await Self.run(arguments, in: path, input: input)
    }

    /// Writes a file of the working tree, with the folders that lead to it.
    public func write(_ name: String, _ contents: String) throws {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(contents.utf8).write(to: url)
    }

    /// Writes files of the working tree.
    public func write(_ files: [String: String]) throws {
        for (name, contents) in files { try write(name, contents) }
    }

    /// Removes a file or folder of the working tree.
    public func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }

    /// Commits everything in the working tree.
    ///
    /// - Returns: the commit's 40 digits.
    @discardableResult
    public func commit(_ message: String = "change", files: [String: String] = [:]) async throws -> String {
        try write(files)
        try await git("add", "--all", "--force")
        try await git("commit", "--quiet", "--allow-empty", "--message", message)
        return try headCommit()
    }

    // Read from the files, since starting git for it would cost the tests a third of their time.
    private func headCommit() throws -> String {
        let head = try String(contentsOfFile: "\(path)/.git/HEAD", encoding: .utf8)
        let line = head.trimmingCharacters(in: .whitespacesAndNewlines)
        guard line.hasPrefix("ref: ") else { return line }
        return try String(contentsOfFile: "\(path)/.git/\(line.dropFirst(5))", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Tags a commit with an annotated tag.
    public func release(_ tag: String, at commit: String = "HEAD", message: String = "release") async throws {
        try await git("tag", "--annotate", "--message", message, tag, commit)
    }

    /// Adds history as git fast-import reads it.
    public func fastImport(_ stream: String) async throws {
        try await git("fast-import", "--quiet", "--force", input: stream)
    }

    @discardableResult
    private static func run(
        _ arguments: [String], in directory: String, input: String = ""
    ) async throws -> String {
        let date = "1700000000 +0000"
        let result = try await runCommand(
            "git", arguments, in: directory,
            environment: [
                "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "GIT_AUTHOR_DATE": date,
                "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.com",
                "GIT_COMMITTER_DATE": date,
                "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
                "GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_INDEX_FILE": nil,
            ],
            input: input)
        guard result.exitCode == 0 else {
            throw CommandFailure(command: "git \(arguments.joined(separator: " "))", result: result)
        }
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// A command of a test's setting that did not succeed.
public struct CommandFailure: Error, CustomStringConvertible {
    /// The command as it would be typed.
    public let command: String
    /// What it left behind.
    public let result: CommandResult

    /// The command, its exit code and what it said.
    public var description: String { "\(command): \(result.exitCode): \(result.errorOutput)" }
}
