/// A tree of lines, drawn as `tree` draws directories.
struct TextTree {
    /// The line of the root.
    let text: String
    /// What hangs below it.
    let branches: [TextTree]

    /// A root with its branches.
    init(_ text: String, _ branches: [TextTree] = []) {
        self.text = text
        self.branches = branches
    }

    /// The root's line, then those of its branches below it.
    var lines: [String] {
        var lines = [text]
        for (index, branch) in branches.enumerated() {
            let isLast = index == branches.count - 1
            for (row, line) in branch.lines.enumerated() {
                let stem = row == 0 ? (isLast ? "└── " : "├── ") : (isLast ? "    " : "│   ")
                lines.append(stem + line)
            }
        }
        return lines
    }
}
