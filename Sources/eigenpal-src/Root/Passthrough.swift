/// `git` takes another program's arguments: everything after it is passed on, also what this tool would understand.
enum Passthrough {
    private static let optionsWithValue: Set<String> = ["--profile", "--base-url", "--ca-file", "-C"]

    /// The arguments with `--` after the verb `git` where it is missing, so that no option of Git's is taken for one
    /// of this tool's.
    static func separated(_ arguments: [String]) -> [String] {
        let rest = withoutGlobalOptions(arguments[...])
        guard rest.first == "git" else { return arguments }
        let own = rest.dropFirst()
        guard let first = own.first, first != "--", own != ["--help"], own != ["-h"] else { return arguments }
        return arguments[...rest.startIndex] + ["--"] + own
    }

    /// The arguments from the first on that is no option of every verb.
    static func withoutGlobalOptions(_ arguments: ArraySlice<String>) -> ArraySlice<String> {
        var rest = arguments
        while let first = rest.first, first.hasPrefix("-") {
            rest = rest.dropFirst(optionsWithValue.contains(first) ? 2 : 1)
        }
        return rest
    }
}
