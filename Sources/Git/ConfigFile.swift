/// A repository's own `config` file, read by git's grammar (`git-config`, "Syntax") without libgit2: sections and
/// subsections, comments, quotes, escapes, lines that go on.
///
/// It exists to keep libgit2 from being loaded for a question that one file answers. What it is not sure of it does not
/// read: libgit2 answers then.
public struct ConfigFile: Sendable {
    private struct Value {
        let section: String
        let subsection: String?
        let name: String
        let text: String
    }

    private let values: [Value]

    /// Reads a file's text; nil for one that includes others, and for what is not as the grammar has it.
    public init?(_ text: String) {
        var reader = ConfigReader(Array(text.utf8))
        var values: [Value] = []
        var place: (section: String, subsection: String?)?
        while let item = reader.next() {
            switch item {
            case .section(let section, let subsection):
                guard section != "include", section != "includeif" else { return nil }
                place = (section, subsection)
            case .value(let name, let text):
                guard let place else { return nil }
                values.append(
                    Value(section: place.section, subsection: place.subsection, name: name, text: text))
            case .odd: return nil
            }
        }
        self.values = values
    }

    /// The value of a variable, the last one where it is there more than once; nil where it is not.
    ///
    /// - Parameters:
    ///   - section: in lower case.
    ///   - subsection: as written, by its case.
    ///   - name: in lower case.
    public func value(_ section: String, _ subsection: String?, _ name: String) -> String? {
        values.last { $0.section == section && $0.subsection == subsection && $0.name == name }?.text
    }

    /// The subsections of a section, in order, each once.
    public func subsections(of section: String) -> [String] {
        Set(values.lazy.filter { $0.section == section }.compactMap(\.subsection)).sorted()
    }

    /// Whether there is any variable in a section.
    public func holds(section: String) -> Bool { values.contains { $0.section == section } }
}

/// Takes a configuration apart.
private struct ConfigReader {
    enum Item {
        case section(String, String?)
        case value(String, String)
        /// What the grammar does not know.
        case odd
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    mutating func next() -> Item? {
        while let byte = peek {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            case UInt8(ascii: "#"), UInt8(ascii: ";"): skipLine()
            case UInt8(ascii: "["): return section()
            default: return variable()
            }
        }
        return nil
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Whether there is a CR that ends a line together with the LF after it.
    private func isEndOfLine(at place: Int) -> Bool {
        place + 1 < bytes.count && bytes[place] == 0x0D && bytes[place + 1] == 0x0A
    }

    private mutating func skipLine() {
        while peek != 0x0A, peek != nil { position += 1 }
    }

    private mutating func section() -> Item {
        position += 1
        let name = word { Self.isNameByte($0) }
        guard !name.isEmpty else { return .odd }
        if peek == UInt8(ascii: "]") {
            position += 1
            return .section(name, nil)
        }
        guard peek == 0x20 || peek == 0x09 else { return .odd }
        while peek == 0x20 || peek == 0x09 { position += 1 }
        guard peek == UInt8(ascii: "\"") else { return .odd }
        position += 1
        var subsection: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case 0x0A, 0: return .odd
            case UInt8(ascii: "\\"):
                guard let escaped = peek, escaped != 0x0A, escaped != 0 else { return .odd }
                position += 1
                subsection.append(escaped)
            case UInt8(ascii: "\""):
                guard peek == UInt8(ascii: "]") else { return .odd }
                position += 1
                return .section(name, String(decoding: subsection, as: UTF8.self))
            default: subsection.append(byte)
            }
        }
        return .odd
    }

    private mutating func variable() -> Item {
        guard let first = peek, Self.isLetter(first) else { return .odd }
        let name = word { Self.isNameByte($0) && $0 != UInt8(ascii: ".") }
        while peek == 0x20 || peek == 0x09 { position += 1 }
        // A name alone means true.
        if peek == nil || peek == 0x0A || isEndOfLine(at: position) { return .value(name, "true") }
        guard peek == UInt8(ascii: "=") else { return .odd }
        position += 1
        guard let text = text() else { return .odd }
        return .value(name, text)
    }

    private mutating func text() -> String? {
        var text: [UInt8] = []
        var spaces: [UInt8] = []
        var isQuoted = false
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        while let byte = peek {
            position += 1
            if byte == 0x0A {
                if isQuoted { return nil }
                break
            }
            if isEndOfLine(at: position - 1) { continue }
            if !isQuoted, isSpace(byte) {
                if !text.isEmpty { spaces.append(byte) }
                continue
            }
            if !isQuoted, byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";") {
                skipLine()
                continue
            }
            // Space inside of a value is kept by some versions of git, and becomes blanks in others.
            guard isQuoted || byte != 0x0D, spaces.allSatisfy({ $0 == 0x20 }) else { return nil }
            text += spaces
            spaces = []
            switch byte {
            case 0: return nil
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "\\"):
                guard let escaped = peek else { return nil }
                position += 1
                switch escaped {
                case UInt8(ascii: "n"): text.append(0x0A)
                case UInt8(ascii: "t"): text.append(0x09)
                case UInt8(ascii: "b"): text.append(0x08)
                case UInt8(ascii: "\\"), UInt8(ascii: "\""): text.append(escaped)
                case 0x0A: continue
                default: return nil
                }
            default: text.append(byte)
            }
        }
        return isQuoted ? nil : String(decoding: text, as: UTF8.self)
    }

    /// The bytes that belong, in lower case.
    private mutating func word(_ belongs: (UInt8) -> Bool) -> String {
        var word: [UInt8] = []
        while let byte = peek, belongs(byte) {
            word.append(0x41...0x5A ~= byte ? byte | 0x20 : byte)
            position += 1
        }
        return String(decoding: word, as: UTF8.self)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        0x41...0x5A ~= byte || 0x61...0x7A ~= byte
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || 0x30...0x39 ~= byte || byte == UInt8(ascii: "-")
    }
}
