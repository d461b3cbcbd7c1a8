/// Which files are meant to stay out of a repository, by the `.gitignore` files of one tree of files and by rules that
/// count everywhere, as `git check-ignore --no-index` tells it. For one task at a time.
public final class IgnoreRules {
    /// The file's name.
    public static let fileName = ".gitignore"

    private let load: (_ path: String) -> [UInt8]?
    private let general: [[IgnorePattern]]
    private var files: [String: [IgnorePattern]] = [:]
    private var folders: [String: Bool] = [:]

    /// Rules.
    ///
    /// - Parameters:
    ///   - general: the contents of files whose rules count everywhere, the most important first: `info/exclude`, and
    ///     what `core.excludesFile` names.
    ///   - load: gives a `.gitignore` by its path below the root; nil where there is none.
    public init(general: [[UInt8]] = [], load: @escaping (_ path: String) -> [UInt8]?) {
        self.general = general.map(Self.parse)
        self.load = load
    }

    /// Whether a path below the root is to stay out: it, or a folder that it is in.
    public func ignores(_ path: String, isFolder: Bool = false) -> Bool {
        if let slash = path.lastIndex(of: "/") {
            let folder = String(path[..<slash])
            let isOut: Bool
            if let known = folders[folder] {
                isOut = known
            } else {
                isOut = ignores(folder, isFolder: true)
                folders[folder] = isOut
            }
            if isOut { return true }
        }
        return verdict(path, isFolder) ?? false
    }

    private func verdict(_ path: String, _ isFolder: Bool) -> Bool? {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"))
        guard let name = parts.last else { return nil }
        for depth in (0..<parts.count).reversed() {
            let folder = parts[..<depth].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
            let below = parts[depth...].joined(separator: [UInt8(ascii: "/")])
            if let verdict = Self.verdict(of: patterns(in: folder), Array(below), Array(name), isFolder) {
                return verdict
            }
        }
        for patterns in general {
            if let verdict = Self.verdict(of: patterns, Array(path.utf8), Array(name), isFolder) {
                return verdict
            }
        }
        return nil
    }

    private static func verdict(
        of patterns: [IgnorePattern], _ path: [UInt8], _ name: [UInt8], _ isFolder: Bool
    ) -> Bool? {
        let last = patterns.last { pattern in
            (isFolder || !pattern.isForFolders) && pattern.matches(pattern.isAnchored ? path : name)
        }
        return last.map { !$0.isNegated }
    }

    private func patterns(in folder: String) -> [IgnorePattern] {
        if let known = files[folder] { return known }
        let path = folder.isEmpty ? Self.fileName : "\(folder)/\(Self.fileName)"
        let patterns = load(path).map(Self.parse) ?? []
        files[folder] = patterns
        return patterns
    }

    private static func parse(_ bytes: [UInt8]) -> [IgnorePattern] {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        return text.split(separator: 0x0A).compactMap { IgnorePattern(line: $0) }
    }
}
