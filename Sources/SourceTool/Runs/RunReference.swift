import Eigenpal
import SourceFormat

/// How a command line names what is to be run, and runs.
enum RunReference {
    /// The target of a run as the server names it, `agents.finance.invoice`, and the version where one is named.
    ///
    /// - Parameter argument: `agents.invoice@1.2.0`, `agents/invoice`, or a path in a checkout.
    /// - Throws: ``ToolError`` with exit code 2 for what is neither an agent nor a workflow.
    static func target(
        _ argument: String, version: String?, _ context: ToolContext
    ) throws(ToolError) -> (name: String, version: String?) {
        let version = try Self.version(version)
        let reference: PackageReference
        do throws(FormatError) {
            reference = try PackageReference(parsing: argument)
        } catch {
            // A path in the file system, where this is a checkout; the error is about the name otherwise.
            guard argument.contains("/") || argument == ".",
                let found = try? PreviewLockfile.resolve(argument, context)
            else {
                throw ToolError(
                    error.message,
                    details: ["a target is agents.<slug> or workflows.<slug>, with @<version> behind it"],
                    next: "\(ToolVersion.name) agents list", exitCode: 2)
            }
            reference = found
        }
        guard reference.path.kind.isAutomation else {
            throw .usage("\(reference.path) is neither an agent nor a workflow")
        }
        let named = argument.contains("@") ? reference.version.description : nil
        if let named, let version, named != version {
            throw .usage("the target names the version \(named), and --version \(version)")
        }
        return (reference.path.dottedName, named ?? version)
    }

    /// A version as typed by `--version`.
    ///
    /// - Throws: ``ToolError`` with exit code 2 for an empty one, which would be the latest.
    static func version(_ typed: String?) throws(ToolError) -> String? {
        guard typed != "" else { throw .usage("--version is empty") }
        return typed
    }

    /// The id of a run.
    ///
    /// - Throws: ``ToolError`` with exit code 2 for what cannot be one.
    static func id(_ typed: String) throws(ToolError) -> String {
        let isPlain = typed.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
            default: false
            }
        }
        guard isPlain, !typed.isEmpty, typed.utf8.count <= 200 else {
            throw .usage(
                "\(TerminalText.quoted(typed)) is no run's id, such as run_5mvq3…",
                next: "\(ToolVersion.name) runs list")
        }
        return typed
    }
}

extension ToolContext {
    /// Calls `body` with a client, for a question about a run.
    ///
    /// - Throws: ``ToolError``; where something is not there, with the command that lists what is.
    func withRun<Value: Sendable>(
        _ typed: String, _ body: (EigenpalClient, String) async throws -> Value
    ) async throws(ToolError) -> Value {
        let id = try RunReference.id(typed)
        return try await withClient { client in
            do {
                return try await body(client, id)
            } catch EigenpalError.notFound(let failure) {
                let artifacts = "runs artifacts list \(id)"
                throw ToolError(
                    failure, isAbout: "id",
                    lists: [
                        "id": "runs list", "path": artifacts, "files": artifacts, "outputFileName": artifacts,
                        "filename": "runs expected list \(id)", "fileId": "runs files list \(id)",
                    ])
            }
        }
    }
}
