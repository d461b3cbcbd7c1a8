import Foundation
import TestSupport
import Testing

@testable import SourceFormat

@Suite struct SecretsEditingTests {
    /// A value that is always the same for the same seed.
    static func sealed(_ seed: UInt64) -> SealedValue {
        var generator = SeededGenerator(seed: seed)
        func base64(_ count: Int) -> String {
            Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }).base64EncodedString()
        }
        let key = generator.pick(["key_1", "key_2", "0123", "true", "k: #1".replacing(" ", with: "")])
        return SealedValue(
            keyId: key, nonce: base64(12), ciphertext: base64(Int.random(in: 0...40, using: &generator)),
            tag: base64(16))
    }

    static func parse(_ text: String) throws -> SecretsFile {
        let (file, findings) = SecretsFile.parse(text, file: "f")
        try #require(findings.isEmpty, "\(findings) in\n\(text)")
        return try #require(file)
    }

    @Test func vectors() throws {
        try Vectors.check("secrets-edits.txt") { entry in
            let isOpen = entry.title.contains("no line break")
            var file = try Self.parse(isOpen ? String(entry.text.dropLast()) : entry.text)
            var seed: UInt64 = 0
            for edit in try #require(entry.parts["edits"]).split(separator: "\n") {
                let parts = edit.split(separator: "|", omittingEmptySubsequences: false)
                let words = parts[0].split(separator: " ")
                let description = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : nil
                let name = try SecretName(parsing: words[1])
                seed += 1
                switch words[0] {
                case "set": file = try file.setting(name, to: Self.sealed(seed), description: description)
                case "describe": file = try file.describing(name, as: try #require(description))
                default: file = try file.removing(name)
                }
            }
            #expect(try Self.parse(file.text) == file)
            #expect((file.text.utf8.last == 0x0A) != isOpen)
            return isOpen ? file.text + "\n" : file.text
        }
    }

    /// In files as people write them: what is set is there, everything else is as before, byte for byte; and
    /// what was added and is removed again leaves no trace.
    @Test func editsTouchNothingElse() throws {
        try rounds(700) { round, generator in
            let author = SecretsAuthor(generator: generator)
            let text = author.file()
            let before = try Self.parse(text)
            let names = before.entries.map(\.name)
            let added = try SecretName(parsing: generator.pick(["A", "M_NEW", "ZZ", "AB_1"]))
            try #require(!names.contains(added))

            let value = Self.sealed(UInt64(round))
            let description =
                generator.chance(50) ? generator.pick(["x", "a: b # c", "é", "two\nlines", " "]) : nil
            let set = try before.setting(added, to: value, description: description)
            #expect(set[added]?.value == value && set[added]?.description == description)
            #expect(set.entries.filter { $0.name != added }.map(\.value) == before.entries.map(\.value))
            // All lines from before are there still, in their order.
            Self.expect(Self.lines(text), within: Self.lines(set.text), besides: names.isEmpty ? 1 : 0)
            #expect(try set.removing(added).text == text, "\(text)")

            guard let name = names.randomElement(using: &generator) else { return }
            let replaced = try before.setting(name, to: value)
            #expect(replaced[name]?.value == value)
            #expect(replaced[name]?.description == before[name]?.description)
            // Only lines of that entry differ.
            let (old, new) = (Self.lines(text), Self.lines(replaced.text))
            if old.count == new.count {
                let first = try #require(before[name]).line
                let last = before.entries.filter { $0.line > first }.map(\.line).min() ?? .max
                for index in old.indices where old[index] != new[index] {
                    #expect(index + 1 >= first && index + 1 < last)
                }
            }
            let back = try replaced.setting(name, to: try #require(before[name]).value)
            #expect(back.entries.map(\.value) == before.entries.map(\.value))

            let removed = try before.removing(name)
            #expect(removed.entries.map(\.name) == names.filter { $0 != name })
            Self.expect(Self.lines(removed.text), within: Self.lines(text), besides: names.count == 1 ? 1 : 0)

            let described = try before.describing(name, as: "new: # text")
            #expect(described[name]?.description == "new: # text")
            #expect(described.entries.map(\.value) == before.entries.map(\.value))
            #expect(try described.describing(name, as: "")[name]?.description == nil)
        }
    }

    static func lines(_ text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    /// Whether lines are among others in their order, but for a number of them.
    private static func expect(_ lines: [Substring], within others: [Substring], besides allowed: Int) {
        var rest = others[...]
        var missing = 0
        for line in lines {
            if let place = rest.firstIndex(of: line) {
                rest = rest[(place + 1)...]
            } else {
                missing += 1
            }
        }
        #expect(
            missing <= allowed, "\(lines.joined(separator: "\n"))\n----\n\(others.joined(separator: "\n"))")
    }

    /// Whatever the file: an edit gives a file that reads back as meant, or an error and no file.
    @Test func editsOfDamagedFilesAreRightOrRefused() throws {
        let texts = try (Vectors.cases("secrets-edits.txt") + Vectors.cases("secrets-files.txt"))
            .map { Array($0.text.utf8) }.filter { SecretsFile.parse(bytes: $0, file: "f").0 != nil }
        var edited = 0
        let run = try rounds(3_000) { round, generator in
            let bytes = damaged(
                generator.pick(texts), alphabet: " \n\n:-#'\"[]{},|>A", times: 1, using: &generator)
            guard let file = SecretsFile.parse(bytes: bytes, file: "f").0 else { return }
            let name = try file.entries.randomElement(using: &generator)?.name ?? SecretName(parsing: "A")
            let value = Self.sealed(UInt64(round))
            do throws(FormatError) {
                let set = try file.setting(name, to: value)
                #expect(set[name]?.value == value)
                #expect(try file.removing(name)[name] == nil)
                _ = try file.describing(name, as: "x")
                edited += 1
            } catch {
                #expect(error.code == "secrets_file_not_editable" || error.code == "secrets_file_too_large")
            }
        }
        #expect(edited * 20 > run)
    }

    @Test func wrongValuesAreRefused() throws {
        let name = try SecretName(parsing: "A")
        let value = SealedValue(keyId: "k", nonce: "AAAA", ciphertext: "AAAA", tag: "AAAA")
        #expect(value.problems.map(\.field) == ["nonce", "tag"])
        let error = #expect(throws: FormatError.self) { try SecretsFile.empty.setting(name, to: value) }
        #expect(error?.code == "invalid_sealed_value")
        let other = #expect(throws: FormatError.self) {
            try SecretsFile.empty.setting(name, to: Self.sealed(1), description: "\u{1B}[31m")
        }
        #expect(other?.code == "invalid_description")
    }

    @Test func base64IsStrict() {
        for (text, count) in ["": 0, "QQ==": 1, "QUI=": 2, "QUJD": 3, "////": 3, "++++": 3] {
            #expect(Base64.byteCount(of: text) == count)
        }
        for text in [
            "Q", "QQ", "QQ=", "QR==", "QUJ=", "QU-_", "QQ==QQ==", "=QQ=", "QUJD\n", "Q Q=", "====", "QUJD=",
        ] {
            #expect(Base64.byteCount(of: text) == nil, "\(text)")
        }
        for length in 0..<50 {
            let text = Data((0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }).base64EncodedString()
            #expect(Base64.byteCount(of: text) == length)
        }
    }
}
