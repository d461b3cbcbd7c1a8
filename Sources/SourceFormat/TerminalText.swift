/// Text from a server or a repository, made safe for a terminal.
///
/// A terminal obeys control characters (colours, the cursor, the window's title, the clipboard), and
/// bidirectional overrides make a line read differently from what it says. Both are shown instead of obeyed.
public enum TerminalText {
    /// The text with every character that a terminal would obey replaced by one that can be seen.
    ///
    /// C0 controls become their pictures (U+2400 …), C1 controls, bidirectional controls, invisible format
    /// characters, line and paragraph separators become `<U+XXXX>`. Everything else is kept.
    ///
    /// - Parameters:
    ///   - text: any text.
    ///   - lineBreaks: keeps newlines, for text of several lines. A CR before a newline goes with it.
    ///   - tabs: keeps tabs.
    public static func cleaned(_ text: String, lineBreaks: Bool = false, tabs: Bool = false) -> String {
        var text = text
        let isPlain = text.withUTF8 { bytes in bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
        if isPlain { return text }
        var result = String.UnicodeScalarView()
        var scalars = text.unicodeScalars.makeIterator()
        var next = scalars.next()
        while let scalar = next {
            next = scalars.next()
            switch scalar.value {
            case 0x0A where lineBreaks, 0x09 where tabs:
                result.append(scalar)
            case 0x0D where lineBreaks && next?.value == 0x0A:
                continue
            case 0..<0x20:
                result.append(picture(scalar.value))
            case 0x7F:
                result.append("\u{2421}")
            default:
                if isObeyed(scalar.value) {
                    let digits = String(scalar.value, radix: 16, uppercase: true)
                    let padding = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
                    result.append(contentsOf: "<U+\(padding)\(digits)>".unicodeScalars)
                } else {
                    result.append(scalar)
                }
            }
        }
        return String(result)
    }

    /// The text cleaned, cut to a length, and in quotation marks, for use inside a message.
    ///
    /// - Parameters:
    ///   - text: any text, of any length.
    ///   - limit: the most characters of it that are shown.
    public static func quoted(_ text: some StringProtocol, limit: Int = 80) -> String {
        // Cut by bytes first: a grapheme cluster can be a megabyte long.
        let start = String(decoding: text.utf8.prefix(limit * 4), as: UTF8.self).unicodeScalars.prefix(limit)
        var shown = String(String.UnicodeScalarView(start))
        if shown.utf8.count < text.utf8.count { shown += "…" }
        return "\"\(cleaned(shown))\""
    }

    private static func picture(_ value: UInt32) -> Unicode.Scalar {
        Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
    }

    private static func isObeyed(_ value: UInt32) -> Bool {
        switch value {
        // C1 controls, of which 0x9B begins an escape sequence.
        case 0x80...0x9F: true
        // Soft hyphen, Arabic letter mark, Mongolian vowel separator, byte order mark.
        case 0x00AD, 0x061C, 0x180E, 0xFEFF: true
        // Zero width space, separators of lines and paragraphs, bidirectional controls. The joiners between
        // them are part of how Persian, the scripts of India, and emoji are written.
        case 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
        // Interlinear annotations, and tags, which are letters that cannot be seen.
        case 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
        default: false
        }
    }
}
