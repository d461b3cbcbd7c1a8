import SourceFormat
import SystemPackage

/// Where a file that a server names may be written: below one folder, through no link, over nothing that is there.
struct DownloadPlan {
    /// The folder.
    let folder: FilePath
    /// Whether what is there is replaced.
    let isForced: Bool

    /// The place of a file, its folders made.
    ///
    /// - Parameter path: its path as the server names it, `output/report.pdf`.
    /// - Throws: ``ToolError`` for a path that would leave the folder, and for a place that is taken.
    func place(of path: String) throws(ToolError) -> FilePath { try place(of: path, isMade: true) }

    /// Refuses what ``place(of:)`` would refuse, and makes nothing.
    func check(_ path: String) throws(ToolError) { _ = try place(of: path, isMade: false) }

    /// The place of a single file: `out` itself, into it where it is a folder, else here by its own name.
    static func place(
        ofSingle path: String, out: String?, isForced: Bool, _ context: ToolContext
    ) throws(ToolError) -> FilePath {
        let name = String(path.split(separator: "/").last ?? "")
        guard let out else {
            return try DownloadPlan(folder: context.workingDirectory, isForced: isForced).place(of: name)
        }
        let place = context.path(out)
        if out.hasSuffix("/") || Files.kind(of: Files.resolved(place) ?? place) == .directory {
            return try DownloadPlan(folder: place, isForced: isForced).place(of: name)
        }
        try Files.makeDirectory(Files.parent(of: place))
        try requireVacant(place, isForced: isForced)
        return place
    }

    private func place(of path: String, isMade: Bool) throws(ToolError) -> FilePath {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        for part in parts where !Self.isSafe(part) {
            throw ToolError(
                "the server names a file that may not be written here: \(TerminalText.quoted(path))")
        }
        var place = folder
        if isMade { try Files.makeDirectory(folder) }
        for part in parts.dropLast() {
            place.append(part)
            switch Files.kind(of: place) {
            case .directory: continue
            case nil: if isMade { try Files.makeDirectory(place) }
            case .link: throw ToolError("\(place) is a symbolic link, and no file is written through one")
            case .file, .other: throw ToolError("\(place) is in the way: it is not a directory")
            }
        }
        place.append(parts.last ?? "")
        try Self.requireVacant(place, isForced: isForced)
        return place
    }

    /// Refuses a place that is taken.
    static func requireVacant(_ place: FilePath, isForced: Bool) throws(ToolError) {
        switch Files.kind(of: place) {
        case nil: return
        case .file, .link:
            guard isForced else {
                throw ToolError(
                    "\(place) is there already", details: ["--force replaces it; --out names another place"])
            }
        case .directory: throw ToolError("\(place) is a directory")
        case .other: throw ToolError("\(place) is in the way: it is not a file")
        }
    }

    /// Whether a part of a path is a plain name: not the way up, nothing that hides what it is.
    static func isSafe(_ part: String) -> Bool {
        guard !part.isEmpty, part != ".", part != "..", part.utf8.count <= 255, !part.utf8.contains(0x2F),
            !part.utf8.contains(0x5C)
        else { return false }
        return TerminalText.cleaned(part) == part
    }
}
