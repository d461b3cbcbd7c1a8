import Git
import SystemPackage

/// The files whose ignore rules count in all folders of a checkout, as `gitignore(5)` has them.
enum GeneralIgnoreRules {
    private static let limit = 1 << 20

    /// Their contents, the most important first: `info/exclude`, then what `core.excludesFile` names, by default
    /// `git/ignore` in the user's folder of settings.
    static func contents(_ commonDirectory: String, _ context: ToolContext) -> [[UInt8]] {
        let exclude = FilePath(commonDirectory).appending("info").appending("exclude")
        return [exclude, excludesFile(commonDirectory, context)].compactMap(read)
    }

    private static func excludesFile(_ commonDirectory: String, _ context: ToolContext) -> FilePath {
        let settings =
            context.variable("XDG_CONFIG_HOME").map { FilePath($0) } ?? context.home.appending(".config")
        let folder = settings.appending("git")
        // What is nearer to the repository counts.
        let configurations = [
            FilePath(commonDirectory).appending("config"), context.home.appending(".gitconfig"),
            folder.appending("config"),
        ]
        for path in configurations {
            guard let bytes = read(path),
                let config = ConfigFile(String(decoding: bytes, as: UTF8.self)),
                let value = config.value("core", nil, "excludesfile"), !value.isEmpty
            else { continue }
            guard value.hasPrefix("~/") else { return context.home.pushing(FilePath(value)) }
            return context.home.pushing(FilePath(String(value.dropFirst(2))))
        }
        return folder.appending("ignore")
    }

    private static func read(_ path: FilePath) -> [UInt8]? {
        (try? Files.read(path, limit: limit)).flatMap { $0 }
    }
}
