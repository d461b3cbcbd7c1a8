import Glibc
import SystemPackage

extension ToolContext {
    /// The path of a program: beside this tool's own executable where `isBeside`, else on `PATH`; nil where there is
    /// none.
    func program(_ name: String, beside isBeside: Bool = false) -> FilePath? {
        var directories = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map {
            FilePath(String($0))
        }
        if isBeside { directories.insert(executable.removingLastComponent(), at: 0) }
        for directory in directories where directory.isAbsolute {
            let candidate = directory.appending(name)
            if access(candidate.string, X_OK) == 0,
                Files.kind(of: Files.resolved(candidate) ?? candidate) == .file
            {
                return candidate
            }
        }
        return nil
    }
}
