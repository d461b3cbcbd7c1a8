/// Adds to the list of allowed findings in a `.eigenpal-src.yaml`, leaving every other byte as it is.
public enum GuardAllowance {
    /// The file with a finding allowed. It is written for the usual form of the file, block after block; the caller
    /// reads the result again and compares.
    ///
    /// - Parameter old: the file's bytes; nil where there is none yet.
    public static func adding(_ fingerprint: String, _ reason: String, to old: [UInt8]?) -> [UInt8] {
        guard let old else {
            return bytes(["schemaVersion: 1", "guard:", "  allow:"] + item(fingerprint, reason, indent: 4))
        }
        var lines = String(decoding: old, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard let start = lines.firstIndex(where: { isKey("guard", $0, indent: 0) }) else {
            return bytes(lines + ["guard:", "  allow:"] + item(fingerprint, reason, indent: 4))
        }
        let block = start + 1..<end(of: lines, after: start, indent: 0, takesItems: false)
        let key = block.first { line in
            let depth = indent(of: lines[line])
            return depth > 0 && isKey("allow", lines[line], indent: depth)
        }
        guard let key else {
            let depth = block.first { !isBlank(lines[$0]) }.map { indent(of: lines[$0]) } ?? 2
            lines.insert(
                contentsOf: [String(repeating: " ", count: depth) + "allow:"]
                    + item(fingerprint, reason, indent: depth + 2), at: start + 1)
            return bytes(lines)
        }
        let last = end(of: lines, after: key, indent: indent(of: lines[key]), takesItems: true)
        let first = (key + 1..<last).first { lines[$0].drop { $0 == " " }.hasPrefix("-") }
        let depth = first.map { indent(of: lines[$0]) } ?? indent(of: lines[key]) + 2
        lines.insert(contentsOf: item(fingerprint, reason, indent: depth), at: last)
        return bytes(lines)
    }

    /// An item of the list.
    public static func item(_ fingerprint: String, _ reason: String, indent: Int) -> [String] {
        let space = String(repeating: " ", count: indent)
        var quoted = JSONText()
        quoted.append(string: reason)
        return [
            "\(space)- fingerprint: \"\(fingerprint)\"", "\(space)  reason: \(quoted.text)",
        ]
    }

    /// The line behind a key's block, blank lines and comments at its end left out.
    private static func end(of lines: [String], after key: Int, indent: Int, takesItems: Bool) -> Int {
        var end = key + 1
        for number in key + 1..<max(key + 1, lines.count) {
            if isBlank(lines[number]) { continue }
            let own = self.indent(of: lines[number])
            let isItem = takesItems && own == indent && lines[number].drop { $0 == " " }.hasPrefix("- ")
            guard own > indent || isItem else { break }
            end = number + 1
        }
        return end
    }

    private static func isKey(_ key: String, _ line: String, indent: Int) -> Bool {
        guard self.indent(of: line) == indent else { return false }
        let rest = line.dropFirst(indent)
        guard rest.hasPrefix("\(key):") else { return false }
        return isBlank(String(rest.dropFirst(key.count + 1)))
    }

    private static func isBlank(_ line: String) -> Bool {
        let rest = line.drop { $0 == " " || $0 == "\r" }
        return rest.isEmpty || rest.hasPrefix("#")
    }

    private static func indent(of line: String) -> Int { line.prefix { $0 == " " }.count }

    private static func bytes(_ lines: [String]) -> [UInt8] {
        Array((lines.joined(separator: "\n") + "\n").utf8)
    }
}
