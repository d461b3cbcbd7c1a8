/// Finds out why a text is no package path, once that it is none is known.
enum PackagePathError {
    static func reason(for text: String) -> FormatError {
        func refused(_ why: String, _ remedy: String? = nil) -> FormatError {
            FormatError(
                code: "invalid_package_path",
                message: "\(TerminalText.quoted(text)) is not a package path: \(why)", remedy: remedy)
        }
        let roots = PackageRoot.allCases.map { "\($0.rawValue)/" }
        let rootList = roots.dropLast().joined(separator: ", ") + " or " + (roots.last ?? "")

        if text.isEmpty {
            return FormatError(
                code: "invalid_package_path", message: "the package path is empty",
                remedy: "Write a root and a name, like agents/invoice")
        }
        if text.utf8.count > PackagePath.maximumLength {
            return refused("it is longer than \(PackagePath.maximumLength) bytes")
        }
        if text.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 0x20 }) {
            return refused("it contains white space or a control character")
        }
        if text.utf8.contains(0x5C) { return refused("it contains a backslash", "Write it with /") }
        if text.utf8.first == 0x2F {
            return refused(
                "it begins with a slash", "Write it from the root of the repository, like agents/invoice")
        }
        let separator: Character = text.utf8.contains(0x2F) ? "/" : "."
        let parts = text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
        if separator == "/", let part = parts.first(where: { $0 == ".." || $0 == "." }) {
            return refused(
                "it contains \"\(part)\"", "Write it from the root of the repository, like agents/invoice")
        }
        if separator == "/", text.utf8.contains(0x2E) {
            let slashed = PackagePath(reading: String(text.map { $0 == "." ? "/" : $0 }))
            return refused("it mixes slashes and dots", slashed.map { "Did you mean \($0)?" })
        }
        if parts.last == "", let path = PackagePath(reading: String(text.dropLast())) {
            return refused("it ends in \(separator == "/" ? "a slash" : "a dot")", "Did you mean \(path)?")
        }
        if let suggestion = suggestion(text) {
            return refused("names are written in lower case with hyphens", "Did you mean \(suggestion)?")
        }
        guard let first = parts.first, PackageRoot(rawValue: first) != nil else {
            return refused("it does not begin with \(rootList)", rootSuggestion(parts))
        }
        if parts.count == 1 { return refused("a name is missing after \(first)", "Write \(first)/<name>") }
        if parts.last == "" { return refused("it ends in \(separator == "/" ? "a slash" : "a dot")") }
        if parts.contains("") { return refused("it has an empty segment") }
        if let part = parts.dropFirst().first(where: { $0.utf8.first == 0x2D }) {
            return refused("the segment \(TerminalText.quoted(part)) begins with a hyphen")
        }
        let wrong = text.unicodeScalars.first { !isAllowed($0.value) && String($0) != String(separator) }
        return refused(
            "\(TerminalText.quoted(wrong.map(String.init) ?? "")) is not allowed, only a-z, 0-9 and - are")
    }

    /// What may be meant by a path without a root.
    private static func rootSuggestion(_ parts: [String]) -> String? {
        let path = parts.joined(separator: "/")
        if ["skills", "rules", "knowledge", "templates"].contains(parts[0]),
            let path = PackagePath(reading: "resources/\(path)")
        {
            return "Did you mean \(path)?"
        }
        if let root = PackageRoot.allCases.map(\.rawValue).nearest(to: parts[0]),
            let path = PackagePath(reading: ([root] + parts.dropFirst()).joined(separator: "/"))
        {
            return "Did you mean \(path)?"
        }
        return PackagePath(reading: "agents/\(path)").map { "Write the root before it, like \($0)" }
    }

    private static func isAllowed(_ value: UInt32) -> Bool {
        (0x61...0x7A).contains(value) || (0x30...0x39).contains(value) || value == 0x2D
    }

    /// The path in lower case with hyphens for underscores, where that alone makes it right.
    private static func suggestion(_ text: String) -> String? {
        let mended = String(
            decoding: text.utf8.map { byte in
                switch byte {
                case 0x41...0x5A: byte + 0x20
                case 0x5F: 0x2D
                default: byte
                }
            }, as: UTF8.self)
        return mended == text ? nil : PackagePath(reading: mended)?.description
    }
}
