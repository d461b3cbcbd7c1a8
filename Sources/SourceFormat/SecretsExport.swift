/// Prints plaintext secrets in the forms in which other programs read them.
///
/// Values are any UTF-8 text without NUL. What is printed is as secret as they are: it is made in one block of
/// memory, which the caller can wipe.
public enum SecretsExport {
    /// A form of text.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// Lines `NAME=value`, quoted where necessary, as ``DotenvFile`` and python-dotenv read them back.
        /// python-dotenv leaves `${NAME}` alone only with `interpolate=False`; the grammar cannot escape it.
        /// Neither can it escape a backslash at the end of a quoted value so that python-dotenv does not read on to
        /// the next quotation mark: such a value is written without quotes, and where it needs some, it comes last.
        case dotenv
        /// One object of JSON (RFC 8259).
        case json
        /// Lines `export NAME='value'` for `sh`.
        case shell
        /// One mapping of YAML, all values in quotes.
        case yaml
    }

    /// Prints secrets in the order in which they are given.
    public static func print(_ secrets: [(name: SecretName, value: [UInt8])], as format: Format) -> [UInt8] {
        var text: [UInt8] = []
        // Nothing grows more than sixfold, and an array that moves leaves its old bytes behind.
        text.reserveCapacity(
            secrets.reduce(16) { $0 + $1.name.rawValue.utf8.count + $1.value.count * 6 + 32 })
        switch format {
        case .dotenv:
            for secret in secrets.filter({ !readsOn($0.value) }) + secrets.filter({ readsOn($0.value) }) {
                text.append(contentsOf: "\(secret.name)=".utf8)
                appendDotenv(secret.value, to: &text)
                text.append(0x0A)
            }
        case .shell:
            for secret in secrets {
                text.append(contentsOf: "export \(secret.name)='".utf8)
                for byte in secret.value {
                    if byte == 0x27 { text.append(contentsOf: "'\\''".utf8) } else { text.append(byte) }
                }
                text.append(contentsOf: "'\n".utf8)
            }
        case .json:
            text.append(0x7B)
            for (index, secret) in secrets.enumerated() {
                text.append(contentsOf: "\(index > 0 ? "," : "")\n  \"\(secret.name)\": ".utf8)
                appendJSON(secret.value, to: &text)
            }
            text.append(contentsOf: secrets.isEmpty ? "}\n".utf8 : "\n}\n".utf8)
        case .yaml:
            if secrets.isEmpty { text.append(contentsOf: "{}\n".utf8) }
            for secret in secrets {
                text.append(contentsOf: "\(YAMLText.scalar(secret.name.rawValue)): ".utf8)
                appendYAML(secret.value, to: &text)
                text.append(0x0A)
            }
        }
        return text
    }

    // MARK: Values

    private static func appendDotenv(_ value: [UInt8], to text: inout [UInt8]) {
        if value.allSatisfy(isBare) || (value.last == 0x5C && isBareAsIs(value)) {
            text.append(contentsOf: value)
        } else if value.allSatisfy({ $0 != 0x27 && $0 != 0x5C && ($0 >= 0x20 || $0 == 0x0A || $0 == 0x09) }) {
            text.append(0x27)
            text.append(contentsOf: value)
            text.append(0x27)
        } else {
            text.append(0x22)
            for byte in value {
                switch byte {
                case 0x22, 0x5C:
                    text.append(0x5C)
                    text.append(byte)
                case 0x07...0x0D:
                    text.append(0x5C)
                    text.append(Array("abtnvfr".utf8)[Int(byte) - 0x07])
                default: text.append(byte)
                }
            }
            text.append(0x22)
        }
    }

    /// Whether a byte needs no quotes, for any reader of such files.
    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D, 0x2E, 0x2F, 0x3A, 0x40, 0x25, 0x2B, 0x2C,
            0x3D:
            true
        default: false
        }
    }

    /// Whether python-dotenv would take the closing quotation mark of this value for a part of it.
    private static func readsOn(_ value: [UInt8]) -> Bool { value.last == 0x5C && !isBareAsIs(value) }

    /// Whether readers of `.env` files take these bytes for themselves where no quotes are around them.
    private static func isBareAsIs(_ value: [UInt8]) -> Bool {
        guard let first = value.first, ![0x20, 0x22, 0x23, 0x27].contains(first) else { return false }
        return zip(value, [0] + value).allSatisfy { byte, before in
            // A # begins a comment only behind white space; more than ASCII may be white space too.
            0x20..<0x7F ~= byte && !(byte == 0x23 && before == 0x20)
        }
    }

    private static func appendJSON(_ value: [UInt8], to text: inout [UInt8]) {
        appendQuoted(value, to: &text) { scalar in
            // Some readers drop a byte order mark wherever it stands.
            scalar < 0x20 || scalar == 0xFEFF
        }
    }

    private static func appendYAML(_ value: [UInt8], to text: inout [UInt8]) {
        appendQuoted(value, to: &text) { scalar in
            // The first two are line breaks in YAML 1.1.
            SourceText.isControl(scalar) || scalar == 0x2028 || scalar == 0x2029 || scalar == 0xFEFF
        }
    }

    /// Writes text in double quotes, in the way that JSON and YAML share.
    private static func appendQuoted(
        _ value: [UInt8], to text: inout [UInt8], isEscaped: (UInt32) -> Bool
    ) {
        text.append(0x22)
        var index = 0
        while index < value.count {
            let byte = value[index]
            let (scalar, length) = SourceText.character(value, at: index) ?? (UInt32(byte), 1)
            switch scalar {
            case 0x22, 0x5C:
                text.append(0x5C)
                text.append(byte)
            case 0x0A: text.append(contentsOf: "\\n".utf8)
            case 0x0D: text.append(contentsOf: "\\r".utf8)
            case 0x09: text.append(contentsOf: "\\t".utf8)
            default:
                if isEscaped(scalar) {
                    appendEscape(scalar, to: &text)
                } else {
                    text.append(contentsOf: value[index..<(index + length)])
                }
            }
            index += length
        }
        text.append(0x22)
    }

    /// Writes `\uXXXX`.
    private static func appendEscape(_ scalar: UInt32, to text: inout [UInt8]) {
        text.append(contentsOf: "\\u".utf8)
        for shift in [12, 8, 4, 0] as [UInt32] {
            let digit = UInt8(truncatingIfNeeded: scalar >> shift & 0xF)
            text.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }
}
