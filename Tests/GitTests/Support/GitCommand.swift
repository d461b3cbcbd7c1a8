import Foundation
import TestSupport

/// Runs git with nothing of the user's configuration; what it printed, without the space around.
func git(_ arguments: [String]) async throws -> String {
    let result = try await runCommand(
        "git", arguments, environment: ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"])
    guard result.exitCode == 0 else {
        throw GitCommandFailure(arguments: arguments, output: result.errorOutput)
    }
    return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
}

/// A git command that did not succeed.
struct GitCommandFailure: Error {
    let arguments: [String]
    let output: String
}
