/// Text from a repository as Markdown shows it, and not as it would obey it.
enum MarkdownText {
    /// One line of text with a backslash before each character that is more than itself in Markdown: emphasis, code,
    /// links, HTML, cells of a table; and, where a line begins, headings, lists, quotes and rules.
    static func escaped(_ text: some StringProtocol) -> String {
        var result: [UInt8] = []
        var isAtStart = true
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"),
                UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "<"), UInt8(ascii: ">"),
                UInt8(ascii: "|"), UInt8(ascii: "~"), UInt8(ascii: "&"), UInt8(ascii: "$"):
                result.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "#"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "="):
                if isAtStart { result.append(UInt8(ascii: "\\")) }
            case UInt8(ascii: "."), UInt8(ascii: ")"):
                // A list begins with a number.
                if !result.isEmpty, result.allSatisfy({ (0x30...0x39).contains($0) }) {
                    result.append(UInt8(ascii: "\\"))
                }
            default: break
            }
            result.append(byte)
            if byte != 0x20 { isAtStart = false }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
