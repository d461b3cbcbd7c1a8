import Foundation
import TestSupport
import Testing
import Yams

@testable import SourceFormat

@Suite struct SecretsExportTests {
    private static let pieces = [
        "a", "Z9", " ", "  ", "\n", "\r", "\r\n", "\t", "'", "\"", "\\", "$", "${A}", "$(id)", "`id`", "#",
        " #",
        "=", ":", ": ", "-", "é", "\u{1F511}", "\u{A0}", "\u{2028}", "\u{FEFF}", "\u{85}", "\u{7F}",
        "\u{1B}[0m",
        "\u{1}", "\u{7}", "\u{8}", "\u{B}", "\u{C}", "\u{FFFE}", "\u{10FFFF}", "\\n", "\\'", "!", "%", "&",
        "*", "{",
        "}", "[", "]", "|", ">", "~", "null", "true", "1e3", "export ", "\u{300}",
    ]

    private static func secrets(
        _ generator: inout SeededGenerator
    ) throws -> [(name: SecretName, value: [UInt8])] {
        let names = ["A", "B_1", "N", "NO", "NULL", "Y", "TRUE", "Z9"].filter { _ in generator.chance(50) }
        return try names.map { name in
            var text = ""
            for _ in 0..<Int.random(in: 0...6, using: &generator) { text += generator.pick(pieces) }
            return (try SecretName(parsing: name), Array(text.utf8))
        }
    }

    private static func expect(
        _ bytes: [UInt8], as format: SecretsImport.Format, are secrets: [(name: SecretName, value: [UInt8])]
    ) {
        let (variables, findings) = SecretsImport.parse(bytes: bytes, format: format, file: "f")
        #expect(findings.isEmpty && variables.map(\.name) == secrets.map(\.name.rawValue))
        #expect(variables.map(\.value) == secrets.map(\.value), "\(String(decoding: bytes, as: UTF8.self))")
    }

    @Test func whatIsPrintedReadsBack() throws {
        try rounds(3_000, seconds: 2) { _, generator in
            let secrets = try Self.secrets(&generator)
            let values = Dictionary(
                uniqueKeysWithValues: secrets.map {
                    ($0.name.rawValue, String(decoding: $0.value, as: UTF8.self))
                })
            // Those that python-dotenv would read on behind come last.
            let (variables, findings) = SecretsImport.parse(
                bytes: SecretsExport.print(secrets, as: .dotenv), format: .dotenv, file: "f")
            #expect(findings.isEmpty)
            let read = Dictionary(uniqueKeysWithValues: variables.map { ($0.name, $0.value) })
            #expect(read == Dictionary(uniqueKeysWithValues: secrets.map { ($0.name.rawValue, $0.value) }))

            let json = SecretsExport.print(secrets, as: .json)
            Self.expect(json, as: .json, are: secrets)
            let object = try JSONSerialization.jsonObject(with: Data(json)) as? [String: String]
            #expect(object?.mapValues { Array($0.utf8) } == values.mapValues { Array($0.utf8) })

            let yaml = SecretsExport.print(secrets, as: .yaml)
            Self.expect(yaml, as: .yaml, are: secrets)
            let elsewhere = try #require(
                try Yams.load(yaml: String(decoding: yaml, as: UTF8.self)) as? [String: Any])
            #expect(elsewhere.count == values.count)
            // Yams loses a byte order mark that begins a scalar.
            for (name, value) in values where value.unicodeScalars.first != "\u{FEFF}" {
                #expect((elsewhere[name] as? String).map { Array($0.utf8) } == Array(value.utf8))
            }
        }
    }

    /// A real shell, with values of all kinds at once.
    @Test func theShellReadsWhatWasMeant() async throws {
        var secrets: [(name: SecretName, value: [UInt8])] = []
        var generator = SeededGenerator(seed: 7)
        for index in 0..<300 {
            var text = ""
            for _ in 0..<Int.random(in: 0...6, using: &generator) { text += generator.pick(Self.pieces) }
            secrets.append((try SecretName(parsing: "S_\(index)"), Array(text.utf8)))
        }
        for piece in Self.pieces {
            secrets.append((try SecretName(parsing: "P_\(secrets.count)"), Array(piece.utf8)))
        }
        let script = String(decoding: SecretsExport.print(secrets, as: .shell), as: UTF8.self)
        let names = secrets.map(\.name.rawValue)
        let prints = names.map { "printf '%s\\0' \"$\($0)\"\n" }.joined()
        let result = try await runCommand("/bin/sh", ["-eu"], input: script + prints)
        #expect(result.exitCode == 0 && result.errorOutput.isEmpty)
        let values = Array(result.output.utf8).split(separator: 0, omittingEmptySubsequences: false)
            .dropLast()
        #expect(values.map(Array.init) == secrets.map(\.value))
    }

    /// python-dotenv reads on behind `\"`, to the next quotation mark that the file has.
    @Test func aBackslashAtTheEndStandsWithoutQuotesOrLast() throws {
        let secrets: [(name: SecretName, value: [UInt8])] = try [
            ("A", #":\"#), ("B", "two\nlines\\"), ("C", "it's \"so\""), ("D", #"C:\a b\"#), ("E", #"#x #\"#),
        ].map { (try SecretName(parsing: $0.0), Array($0.1.utf8)) }
        let text = SecretsExport.print(secrets, as: .dotenv)
        #expect(
            String(decoding: text, as: UTF8.self) == """
                A=:\\
                C="it's \\"so\\""
                D=C:\\a b\\
                B="two\\nlines\\\\"
                E="#x #\\\\"

                """)
    }

    @Test func formsAreAsPeopleWriteThem() throws {
        let secrets: [(name: SecretName, value: [UInt8])] = try [
            ("URL", "https://u:p@h/x"), ("EMPTY", ""), ("WORDS", "two words $x"), ("LINES", "a\nb"),
            ("QUOTES", "it's \"so\"\r\n"),
        ].map { (try SecretName(parsing: $0.0), Array($0.1.utf8)) }
        func text(_ format: SecretsExport.Format) -> String {
            String(decoding: SecretsExport.print(secrets, as: format), as: UTF8.self)
        }
        #expect(
            text(.dotenv) == """
                URL=https://u:p@h/x
                EMPTY=
                WORDS='two words $x'
                LINES='a
                b'
                QUOTES="it's \\"so\\"\\r\\n"

                """)
        #expect(
            text(.shell) == """
                export URL='https://u:p@h/x'
                export EMPTY=''
                export WORDS='two words $x'
                export LINES='a
                b'
                export QUOTES='it'\\''s "so"\r\n'

                """)
        #expect(
            text(.json) == """
                {
                  "URL": "https://u:p@h/x",
                  "EMPTY": "",
                  "WORDS": "two words $x",
                  "LINES": "a\\nb",
                  "QUOTES": "it's \\"so\\"\\r\\n"
                }

                """)
        #expect(
            text(.yaml) == """
                URL: "https://u:p@h/x"
                EMPTY: ""
                WORDS: "two words $x"
                LINES: "a\\nb"
                QUOTES: "it's \\"so\\"\\r\\n"

                """)
        #expect(SecretsExport.print([], as: .json) == Array("{}\n".utf8))
        #expect(SecretsExport.print([], as: .yaml) == Array("{}\n".utf8))
        #expect(SecretsExport.print([], as: .dotenv) == [])
    }

    /// The array is made once, so that no part of a secret is left where it stood before.
    @Test func theTextNeverMoves() throws {
        let name = try SecretName(parsing: "A")
        for byte in [0x01, 0x27, 0x22, 0x61] as [UInt8] {
            let secrets = [(name: name, value: [UInt8](repeating: byte, count: 10_000))]
            for format in SecretsExport.Format.allCases {
                #expect(SecretsExport.print(secrets, as: format).capacity >= 60_000)
                #expect(SecretsExport.print(secrets, as: format).count <= 60_048)
            }
        }
    }
}
