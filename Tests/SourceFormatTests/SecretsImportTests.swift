import Foundation
import Testing

@testable import SourceFormat

@Suite struct SecretsImportTests {
    /// Variables as `line NAME=value`, and findings as `line code: message`.
    private static func read(_ text: String, _ format: SecretsImport.Format) -> [String] {
        let (variables, findings) = SecretsImport.parse(bytes: Array(text.utf8), format: format, file: "f")
        return variables.map { variable in
            let value = variable.value.map { "=" + String(decoding: $0, as: UTF8.self) } ?? ""
            return "\(variable.line ?? 0) \(variable.name)\(value)"
        } + findings.map { "\($0.line ?? 0) \($0.code): \($0.message)" }
    }

    @Test func dotenv() {
        #expect(
            Self.read("A=1\nB\nC='x\n", .dotenv)
                == ["1 A=1", "2 B", "3 unclosed_quote: a quoted value begins here and never ends"])
    }

    @Test func jsonIsOneObjectOfTexts() {
        #expect(
            Self.read(
                "{\n \"A\": \"x\",\r\n \"b c\": \"\\u00e9\\ud83d\\ude00\\n\\\"\\\\\\/\",\r\"\": \"\"}\n",
                .json)
                == ["2 A=x", "3 b c=é\u{1F600}\n\"\\/", "4 ="])
        #expect(Self.read("{}", .json) == [])
        #expect(Self.read("\u{FEFF} { } ", .json) == [])
    }

    /// Everything that is wrong with the values is told at once, and those that are right are there.
    @Test func jsonRefusesWhatIsNoText() {
        let text = """
            {"A": 1, "B": -1.5e+3,
             "C": true, "D": null, "E": {"x": [1, {"y": []}]},
             "F": [], "G": "g", "G": "h", "hunter 2": false}
            """
        #expect(
            Self.read(text, .json) == [
                "3 G=g", "1 wrong_type: A must be text, and is a number",
                "1 wrong_type: B must be text, and is a number",
                "2 wrong_type: C must be text, and is true or false",
                "2 wrong_type: D must be text, and is null",
                "2 wrong_type: E must be text, and is an object or a list",
                "3 wrong_type: F must be text, and is an object or a list",
                "3 duplicate_key: G is there already, on line 3",
                "3 wrong_type: a value must be text, and is true or false",
            ])
    }

    @Test func jsonIsReadStrictly() {
        for (text, line) in [
            ("", 1), ("[]", 1), ("\"x\"", 1), ("{", 1), ("{\n\"A\"", 2), ("{\"A\":}", 1),
            ("{\"A\":\"x\",}", 1),
            ("{\"A\":\"x\"} x", 1), ("{'A':'x'}", 1), ("{\"A\":\"x\ny\"}", 1), ("{\"A\":\"\\x\"}", 1),
            ("{\"A\":\"\\ud800\"}", 1), ("{\"A\":\"\\ud800\\u0041\"}", 1), ("{\"A\":\"\\udc00\"}", 1),
            ("{\"A\":01}", 1), ("{\"A\":1.}", 1), ("{\"A\":+1}", 1), ("{\"A\":1e}", 1), ("{\"A\":nul}", 1),
            ("{\"A\" \"x\"}", 1), ("{\n\n\"A\":\"x\" \"B\":\"y\"}", 3), ("// c\n{}", 1), ("{\"A\":\"x", 1),
            ("{\"A\":\"\\u00g0\"}", 1), ("{\"A\":\"x\t\"}", 1), ("{\"A\":[1,]}", 1), ("{\"A\":[1 2]}", 1),
        ] {
            let found = Self.read(text, .json)
            #expect(found.count == 1 && found[0].hasPrefix("\(line) json_syntax:"), "\(text): \(found)")
        }
        let deep = "{\"A\":" + String(repeating: "[", count: 100_000)
        #expect(Self.read(deep, .json) == ["1 json_syntax: the values are nested too deep"])
        #expect(Self.read("{\"A\":\"\u{0}\"}", .json)[0].contains("binary_file"))
    }

    /// Damaged JSON is read as Foundation reads it, or refused; and never crashes.
    @Test func jsonAgreesWithAnotherReader() throws {
        let text =
            #"{"A": "x\n\u00e9", "B": "\ud83d\ude00", "C": [1, -2.5e3, {"d": null}], "E": "", "F": true}"#
        var agreed = 0
        try rounds(3_000) { _, generator in
            let bytes = damaged(
                Array(text.utf8), alphabet: "{}[]\",:\\u0129eE+-. \nx", times: 2, using: &generator)
            guard SourceText.check(bytes, file: "", limit: .max, allowsControls: true) == nil else { return }
            guard let members = try? FlatJSON.members(of: bytes[...]) else { return }
            guard Set(members.map(\.key)).count == members.count else { return }
            let other = try #require(
                try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
                "\(String(decoding: bytes, as: UTF8.self))")
            #expect(other.count == members.count)
            for member in members {
                if case .string(let value) = member.value {
                    #expect(other[member.key] as? String == String(decoding: value, as: UTF8.self))
                } else {
                    #expect(!(other[member.key] is String))
                }
            }
            agreed += 1
        }
        #expect(agreed > 50)
    }

    @Test func yamlIsOneMappingOfScalars() {
        let text = """
            # comment
            A: text # c
            B: 'it''s'
            C: "\\n"
            D: 0123
            E: 1.50
            F: true
            G: |
              two
              lines
            H: ""
            I:
            J: ~
            K: [x]
            L: {a: 1}
            hunter 2: null
            A: again
            """
        #expect(
            Self.read(text, .yaml) == [
                "2 A=text", "3 B=it's", "4 C=\n", "5 D=0123", "6 E=1.50", "7 F=true", "8 G=two\nlines\n",
                "11 H=",
                "12 wrong_type: I must be text, and is empty", "13 wrong_type: J must be text, and is null",
                "14 wrong_type: K must be text, and is a list",
                "15 wrong_type: L must be text, and is a mapping",
                "16 wrong_type: a value must be text, and is null",
                "17 duplicate_key: \"A\": the key is there already, on line 2",
            ])
        #expect(Self.read("A: &x 1\n", .yaml).map { $0.contains("yaml_anchor") } == [true])
        #expect(Self.read("- A\n", .yaml)[0].contains("not_a_mapping"))
        #expect(Self.read("", .yaml)[0].contains("empty_file"))
    }

    @Test func noFindingHoldsAValue() throws {
        let texts = [
            SecretsImport.Format.json:
                "{\"A\": \"hunter2canary\", \"B\": \"hunter2canary\", \"C\": [\"hunter2canary\"]}",
            .yaml: "A: hunter2canary\nB: 'hunter2canary'\nC: [hunter2canary]\n",
            .dotenv: "A=hunter2canary\nB='hunter2canary'\nC=\"hunter2canary\"\n",
        ]
        try rounds(2_000) { _, generator in
            for (format, text) in texts {
                let bytes = damaged(Array(text.utf8), alphabet: "{}[]\"',:=#\n ", using: &generator)
                for finding in SecretsImport.parse(bytes: bytes, format: format, file: "f").1 {
                    // Where a damage makes a key of a value, it reads like one.
                    guard !finding.message.hasPrefix("hunter2canary") else { continue }
                    #expect(!finding.description.contains("canary"), "\(finding)")
                }
            }
        }
    }

    @Test func theNameOfAFileTellsItsForm() {
        for (name, format) in [
            ".env": SecretsImport.Format.dotenv, "a/.env.local": .dotenv, "prod.env": .dotenv,
            ".envrc": .dotenv,
            "x.JSON": .json, ".env.json": .json, "a/b.yml": .yaml, "b.yaml": .yaml,
        ] {
            #expect(SecretsImport.format(ofFileNamed: name) == format, "\(name)")
        }
        for name in ["", "-", "secrets", "a.env/b", "/dev/stdin", "json"] {
            #expect(SecretsImport.format(ofFileNamed: name) == nil)
        }
    }
}
