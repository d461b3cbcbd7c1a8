/// Names that clients give files: what a run may be shown of them, and where they may lead on disk.
enum FileNames {
    /// The most bytes of a name.
    static let longest = 200

    /// The last part of a path in either manner of writing one, without what no file may be called; `file` when nothing
    /// is left.
    static func base(of path: String) -> String {
        let last = path.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        var name = String(String.UnicodeScalarView(last.unicodeScalars.filter { !isForbidden($0) }))
        while name.utf8.count > longest { name.removeLast() }
        return name.isEmpty || name == "." || name == ".." ? "file" : name
    }

    /// Whether text may name a file below a folder: parts with `/` between, none of them empty, `.` or `..`.
    static func isSafePath(_ path: String) -> Bool {
        guard (1...1_000).contains(path.utf8.count), !path.unicodeScalars.contains(where: isForbidden) else {
            return false
        }
        return path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.count <= 255 && !$0.contains("\\")
        }
    }

    /// Names for files that lie in one folder: the second of a name gets a number before its extension.
    static func distinct(_ names: [String]) -> [String] {
        var taken: Set<String> = []
        return names.map { name in
            var candidate = name
            var number = 1
            while !taken.insert(candidate.lowercased()).inserted {
                number += 1
                let dot =
                    name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 } ?? name.endIndex
                candidate = "\(name[..<dot])-\(number)\(name[dot...])"
            }
            return candidate
        }
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // Characters that turn the direction of what follows let a name look like another.
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: false
        }
    }
}
