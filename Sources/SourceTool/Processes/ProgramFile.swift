import Glibc
import SystemPackage

/// The file of a program that a user named.
enum ProgramFile {
    /// The program: a path where the word has a slash, else the first of that name on `PATH`.
    ///
    /// - Throws: ``ToolError`` with exit code 127 where there is none, 126 for one that may not be run.
    static func find(_ word: String, _ context: ToolContext) throws(ToolError) -> FilePath {
        guard !word.isEmpty, !word.utf8.contains(0) else { throw .usage("the program's name is empty") }
        if word.contains("/") {
            let path = context.path(word)
            guard let kind = Files.kind(of: Files.resolved(path) ?? path) else {
                throw ToolError("there is no program \(word)", exitCode: 127)
            }
            guard kind == .file, access(path.string, X_OK) == 0 else {
                throw ToolError("\(word) cannot be run", exitCode: 126)
            }
            return path
        }
        guard let path = context.program(word) else {
            throw ToolError("there is no program \(word) on PATH", exitCode: 127)
        }
        return path
    }
}
