import Subprocess
import SystemPackage

/// What a finished command left behind.
public struct CommandResult: Sendable {
    /// The exit code, or 128 plus the signal's number.
    public let exitCode: Int32
    /// Everything it wrote to standard output.
    public let output: String
    /// Everything it wrote to standard error.
    public let errorOutput: String
}

/// Runs a program found on `PATH` (or named by a path) to its end.
///
/// - Parameters:
///   - directory: where it runs.
///   - environment: variables set over the inherited ones; nil takes one away.
///   - input: what it reads from standard input.
public func runCommand(
    _ program: String, _ arguments: [String], in directory: String? = nil,
    environment: [String: String?] = [:], input: String = ""
) async throws -> CommandResult {
    var updates: [Environment.Key: String?] = [:]
    for (name, value) in environment { updates[Environment.Key(stringLiteral: name)] = value }
    let executable: Executable = program.contains("/") ? .path(FilePath(program)) : .name(program)
    let result = try await run(
        executable, arguments: Arguments(arguments), environment: .inherit.updating(updates),
        workingDirectory: directory.map { FilePath($0) }, input: .string(input),
        output: .bytes(limit: 64 << 20), error: .bytes(limit: 64 << 20))
    let code: Int32 =
        switch result.terminationStatus {
        case .exited(let code): Int32(code)
        case .signaled(let signal): 128 + Int32(signal)
        }
    return CommandResult(
        exitCode: code, output: String(decoding: result.standardOutput, as: UTF8.self),
        errorOutput: String(decoding: result.standardError, as: UTF8.self))
}
