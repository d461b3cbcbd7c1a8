/// `git` takes another program's arguments: everything after it is passed on, also what this tool would understand.
enum Passthrough {
    private static let optionsWithValue: Set<String> = ["--profile", "--base-url", "--ca-file", "-C"]

    /// The arguments with `--` after the verb `git` where it is missing, so that no option of Git's is taken for one
    /// of this tool's.
    static func separated(_ arguments: [String]) -> [String] {
        var index = 0
        while index < arguments.count, arguments[index].hasPrefix("-") {
            index += optionsWithValue.contains(arguments[index]) ? 2 : 1
        }
        guard index < arguments.count, arguments[index] == "git" else { return arguments }
        let rest = arguments[(index + 1)...]
        guard let first = rest.first, first != "--", rest != ["--help"], rest != ["-h"] else {
            return arguments
        }
        return arguments[...index] + ["--"] + rest
    }
}
