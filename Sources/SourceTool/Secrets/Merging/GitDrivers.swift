import Git
import Glibc
import SourceFormat
import SystemPackage

/// What Git's configuration and attributes say so that it merges and compares secrets files by secret.
///
/// A checkout without this tool, or one from which it went away, still works: Git then does what it does with any text.
enum GitDrivers {
    /// The drivers' name in `.gitattributes`.
    static let name = "eigenpal-secrets"
    /// The line of `.gitattributes` that names them.
    static let attributes = "secrets.enc.yaml merge=\(name) diff=\(name)"
    /// What keeps the leftovers of writers that were killed out of every commit.
    static let exclusion = ".*.eigenpal-*.tmp"

    /// Sets the drivers up in the checkout's own configuration; nothing that is committed is touched.
    static func install(
        _ context: ToolContext, in repository: Repository, root: FilePath
    ) throws(ToolError) {
        let tool = quoted(context.command.string)
        let settings = [
            ("merge.\(name).name", "merge secrets one by one"),
            (
                "merge.\(name).driver",
                "\(begin)\(tool) ]; then \(tool) secrets merge-driver %O %A %B %L %P; "
                    + "else git merge-file --marker-size=%L %A %O %B; fi"
            ),
            (
                "diff.\(name).command",
                "show() { if [ -x \(tool) ]; then \(tool) secrets diff-driver \"$@\"; "
                    + "else git --no-pager diff --no-ext-diff --no-index -- \"$2\" \"$5\" || :; fi; }; show"
            ),
            (
                "diff.\(name).textconv",
                "show() { if [ -x \(tool) ]; then \(tool) secrets textconv \"$@\"; else cat \"$1\"; fi; }; show"
            ),
        ]
        for (key, value) in settings {
            guard try attempt({ try repository.config(key) }) != value else { continue }
            try attempt { try repository.setConfig(key, value) }
        }
        let information = FilePath(repository.commonDirectory).appending("info")
        try Files.makeDirectory(information)
        try excludeLeftovers(in: FilePath(repository.commonDirectory))
        // The repository's own file says it for everybody; this one speaks for a repository that does not.
        if !holds(attributes, root.appending(".gitattributes")) {
            try append(attributes, to: information.appending("attributes"))
        }
    }

    /// Keeps the leftovers of writers that were killed out of what plain git adds. A checkout that git alone cloned
    /// does not say so yet.
    static func excludeLeftovers(in commonDirectory: FilePath) throws(ToolError) {
        let information = commonDirectory.appending("info")
        try Files.makeDirectory(information)
        try append(exclusion, to: information.appending("exclude"))
    }

    /// How the checkout is set up.
    enum State {
        /// Not at all: Git merges and compares the text.
        case missing
        /// With a program that is there, or with settings of the user's own; nil for these.
        case installed(program: String?)
        /// With a program that went away.
        case gone(program: String)
    }

    /// Looks at the checkout's configuration.
    static func state(in repository: Repository) -> State {
        guard let driver = (try? repository.config("merge.\(name).driver")) ?? nil else { return .missing }
        guard driver.hasPrefix(begin), let end = driver.firstRange(of: " ]; then ")?.lowerBound else {
            return .installed(program: nil)
        }
        let word = driver[..<end].dropFirst(begin.count)
        let program = String(word.dropFirst().dropLast()).replacing("'\\''", with: "'")
        return access(program, X_OK) == 0 ? .installed(program: program) : .gone(program: program)
    }

    // What the merge driver's command begins with; the program, in quotes, follows.
    private static let begin = "if [ -x "

    private static func holds(_ line: String, _ path: FilePath) -> Bool {
        guard let bytes = (try? Files.read(path, limit: 1 << 20)) ?? nil else { return false }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).contains {
            $0 == line
        }
    }

    private static func append(_ line: String, to path: FilePath) throws(ToolError) {
        guard !holds(line, path) else { return }
        try AtomicFile.update(path, limit: 1 << 20) { bytes throws(ToolError) in
            var text = bytes ?? []
            if let last = text.last, last != 0x0A { text.append(0x0A) }
            return text + Array("\(line)\n".utf8)
        }
    }

    /// A word for the shell that nothing in it is special in.
    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
