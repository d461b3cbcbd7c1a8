/// Finds out why a text is no exact version, once that it is none is known.
enum VersionError {
    static func reason(for text: String) -> FormatError {
        func refused(_ why: String, _ remedy: String? = nil) -> FormatError {
            FormatError(
                code: "invalid_version", message: "\(TerminalText.quoted(text)) is not a version: \(why)",
                remedy: remedy)
        }
        if text.isEmpty {
            return FormatError(
                code: "invalid_version", message: "the version is empty",
                remedy: "Write it as X.Y.Z, like 1.2.0")
        }
        if text.utf8.first == 0x76 || text.utf8.first == 0x56,
            let version = SemanticVersion(reading: text.utf8.dropFirst())
        {
            return refused("it begins with v", "Write \(version)")
        }
        let parts = text.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        let areNumbers = parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
        if areNumbers, parts.count == 3 {
            return parts.contains { $0.count > 1 && $0.first == 0x30 }
                ? refused("a number begins with 0") : refused("a number is larger than \(UInt64.max)")
        }
        if areNumbers, parts.count < 3, text.utf8.count < 40 {
            let missing = String(repeating: ".0", count: 3 - parts.count)
            return refused("it needs three numbers", "Write \(text)\(missing)")
        }
        if (try? VersionRange(parsing: text)) != nil {
            return refused("it is a range", "Write one exact version, like 1.2.0")
        }
        if text.utf8.contains(where: { $0 == 0x2D || $0 == 0x2B }),
            SemanticVersion(reading: text.utf8.prefix { $0 != 0x2D && $0 != 0x2B }) != nil
        {
            return refused(
                "pre-releases and build labels are not supported", "Write three numbers, like 1.2.0")
        }
        return refused("it is not X.Y.Z", "Write three numbers, like 1.2.0")
    }
}
