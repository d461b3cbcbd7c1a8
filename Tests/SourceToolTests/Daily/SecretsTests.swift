import Foundation
import Sealing
import SourceFormat
import TestSupport
import Testing

@testable import SourceTool

@Suite struct SecretValueTests {
    private func problem(_ bytes: [UInt8]) -> String? {
        bytes.withUnsafeBytes { SecretValue.problem(with: $0) }
    }

    @Test func textUpToTheLimitIsTaken() {
        #expect(problem([0x61]) == nil)
        #expect(problem(Array("pässwörd\n🔑".utf8)) == nil)
        #expect(problem([UInt8](repeating: 0x61, count: SecretValue.maximumSize)) == nil)
    }

    @Test func whatCannotBeASecretIsRefused() {
        #expect(problem([]) == "is empty")
        #expect(
            problem([UInt8](repeating: 0x61, count: SecretValue.maximumSize + 1))
                == "is larger than 65536 bytes")
        #expect(problem([0x61, 0x00, 0x62])?.contains("NUL") == true)
        for bytes: [UInt8] in [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x61, 0x80]] {
            #expect(problem(bytes)?.contains("UTF-8") == true)
        }
    }

    @Test func oneLineBreakOfStandardInputGoes() async throws {
        let place = try await Workplace()
        let cases: [(typed: String, value: String)] = [
            ("abc", "abc"), ("abc\n", "abc"), ("abc\r\n", "abc"), ("abc\n\n", "abc\n"), ("a\nb\n", "a\nb"),
            (" \n", " "),
        ]
        for (typed, value) in cases {
            let context = place.context(terminal: RecordingTerminal(input: typed))
            #expect(try SecretValue.read(.standardInput, for: "NAME", context).text == value)
        }
        for typed in ["", "\n", "\r\n"] {
            let context = place.context(terminal: RecordingTerminal(input: typed))
            #expect(throws: ToolError.self) { try SecretValue.read(.standardInput, for: "NAME", context) }
        }
    }

    @Test func aFileIsTakenByteForByte() async throws {
        let place = try await Workplace()
        try place.checkout.write("key.pem", "-----\nkey\n-----\n")
        let value = try SecretValue.read(.file("key.pem"), for: "KEY", place.context())
        #expect(value.text == "-----\nkey\n-----\n")
        try place.checkout.write("large", String(repeating: "a", count: 1_000_000))
        for file in ["large", "missing", "agents"] {
            #expect(throws: ToolError.self) { try SecretValue.read(.file(file), for: "KEY", place.context()) }
        }
    }

    @Test func withoutATerminalNothingIsAskedFor() async throws {
        let place = try await Workplace()
        let error = #expect(throws: ToolError.self) {
            try SecretValue.read(.prompt, for: "KEY", place.context())
        }
        #expect(error?.exitCode == 2)
        #expect(error?.message.contains("--stdin") == true)
    }

    @Test func noErrorRepeatsAValue() async throws {
        let place = try await Workplace()
        let secret = "hunter2-hunter2"
        let errors: [ToolError?] = [
            #expect(throws: ToolError.self) { try SecretArgument.parse("MAIL_TOKEN=\(secret)") },
            #expect(throws: ToolError.self) {
                try SecretValue.Source(readsInput: false, valueFile: nil, hasArgument: true)
            },
            #expect(throws: ToolError.self) {
                let terminal = RecordingTerminal(input: "\(secret)\0")
                return try SecretValue.read(.standardInput, for: "KEY", place.context(terminal: terminal))
            },
        ]
        for error in errors {
            #expect(error?.lines.isEmpty == false)
            #expect(error?.description.contains(secret) == false)
        }
        #expect(errors[0]?.exitCode == 2)
    }

    @Test func aNameInLowerCaseSuggestsUpperCase() {
        let error = #expect(throws: ToolError.self) { try SecretArgument.parse("mail-token") }
        #expect(error?.exitCode == 2)
        #expect(error?.description.contains("MAIL_TOKEN") == true)
    }
}

@Suite struct SecretsDocumentTests {
    private func sealed(_ letter: String) -> SealedValue {
        SealedValue(
            keyId: "key_1", nonce: Data(repeating: 1, count: 12).base64EncodedString(),
            ciphertext: Data(letter.utf8).base64EncodedString(),
            tag: Data(repeating: 2, count: 16).base64EncodedString())
    }

    private func document(_ place: Workplace) throws -> SecretsDocument {
        try SecretsDocument(
            of: try PackagePath(parsing: "agents/invoice"), in: try place.context().openCheckout())
    }

    @Test func onlyTheEntrysLinesChange() async throws {
        let place = try await Workplace()
        let document = try document(place)
        let name = try SecretName(parsing: "MAIL_TOKEN")
        let other = try SecretName(parsing: "MAIL_HOST")
        try document.update { try $0.setting(name, to: sealed("a"), description: "Sends mail") }
        let first = try #require(place.file("agents/invoice/secrets.enc.yaml"))
        try place.checkout.write("agents/invoice/secrets.enc.yaml", "# ours\n" + first)
        try document.update { try $0.setting(other, to: sealed("b"), description: nil) }
        try document.update { try $0.setting(name, to: sealed("c"), description: nil) }
        let last = try #require(place.file("agents/invoice/secrets.enc.yaml"))
        #expect(last.hasPrefix("# ours\n"))
        let list = try await ListSecrets.run(place.context(in: "agents/invoice"))
        #expect(list.secrets.map(\.name.rawValue).sorted() == ["MAIL_HOST", "MAIL_TOKEN"])
        #expect(list.secrets.first { $0.name == name }?.description == "Sends mail")
        let removed = try await UnsetSecret.run(
            place.context(), names: ["MAIL_HOST", "MAIL_HOST"], package: "agents/invoice")
        #expect(removed.names == [other])
        #expect(try document.read()?.entries.map(\.name) == [name])
    }

    @Test func manyWritersLoseNothing() async throws {
        let place = try await Workplace()
        let root = place.checkout.path
        let names = try (0..<24).map { try SecretName(parsing: "NAME_\($0)") }
        await withTaskGroup { group in
            for name in names {
                group.addTask {
                    // A checkout of its own for each: a repository handle stays in its task.
                    let place = place
                    #expect(throws: Never.self) {
                        try document(place).update { try $0.setting(name, to: sealed("a"), description: nil) }
                    }
                }
            }
        }
        #expect(try document(place).read()?.entries.count == names.count)
        let left = try FileManager.default.contentsOfDirectory(atPath: "\(root)/agents/invoice")
        #expect(left.sorted() == ["AGENT.md", "eigenpal.yaml", "secrets.enc.yaml"])
    }

    @Test func unsetOfWhatIsNotThereChangesNothing() async throws {
        let place = try await Workplace()
        try document(place).update {
            try $0.setting(try SecretName(parsing: "A"), to: sealed("a"), description: nil)
        }
        let before = place.file("agents/invoice/secrets.enc.yaml")
        let error = await refusal {
            _ = try await UnsetSecret.run(place.context(), names: ["A", "B"], package: "agents/invoice")
        }
        #expect(error?.message == "agents/invoice has no secret B; nothing was removed")
        #expect(place.file("agents/invoice/secrets.enc.yaml") == before)
    }

    @Test func aFileThatIsNotValidIsLeftAlone() async throws {
        let place = try await Workplace()
        let text = "schemaVersion: 1\nsecrets:\n  A:\n    value: plain\n"
        try place.checkout.write("agents/invoice/secrets.enc.yaml", text)
        let error = await refusal {
            _ = try await ListSecrets.run(place.context(), package: "agents/invoice")
        }
        #expect(error?.details.contains { $0.contains("secrets.enc.yaml:4") } == true)
        #expect(error?.description.contains("plain\n") == false)
        #expect(throws: ToolError.self) { try document(place).update { $0 } }
        #expect(place.file("agents/invoice/secrets.enc.yaml") == text)
    }

    @Test func aLinkIsNotFollowed() async throws {
        let place = try await Workplace()
        try FileManager.default.createSymbolicLink(
            atPath: "\(place.checkout.path)/agents/invoice/secrets.enc.yaml",
            withDestinationPath: "/etc/hostname")
        #expect(throws: ToolError.self) { try document(place) }
    }
}

@Suite struct SecretImportTests {
    private let settings = [
        "EIGENPAL_API_KEY": "key-for-a-test-0123456789", "EIGENPAL_BASE_URL": "http://127.0.0.1:9",
    ]

    private func error(_ text: String) async throws -> ToolError? {
        let place = try await Workplace()
        try place.checkout.write("x.env", text)
        let error = await refusal {
            _ = try await ImportSecrets.run(
                place.context(environment: settings), .init(file: "x.env", package: "agents/invoice"))
        }
        #expect(place.file("agents/invoice/secrets.enc.yaml") == nil)
        return error
    }

    @Test func everyBadNameIsToldAtOnce() async throws {
        let error = try await error("GOOD=1\nlower=2\nmail-token=3\nEMPTY=\nNOTHING\n")
        #expect(error?.message == "x.env cannot be imported; nothing was sent or written")
        #expect(error?.details.count == 4)
        #expect(error?.details.contains { $0.hasPrefix("x.env:2") && $0.contains("LOWER") } == true)
        #expect(error?.details.contains { $0.hasPrefix("x.env:4") && $0.contains("EMPTY is empty") } == true)
    }

    @Test(arguments: ["", "# nothing\n\n", "A=\u{0}\n", "A=\"open\nB=2\n"])
    func whatHoldsNoVariablesIsRefused(text: String) async throws {
        #expect(try await error(text)?.exitCode == 1)
    }

    @Test func plainHTTPToAnotherMachineIsRefused() async throws {
        let place = try await Workplace()
        try place.checkout.write("x.env", "A=1\n")
        var settings = settings
        settings["EIGENPAL_BASE_URL"] = "http://192.0.2.1:4747"
        for run in [
            { (context: ToolContext) in
                _ = try await ImportSecrets.run(context, .init(file: "x.env", package: "agents/invoice"))
            },
            { (context: ToolContext) in
                _ = try await SetSecret.run(
                    context, .init(names: ["A"], package: "agents/invoice", source: .file("x.env")))
            },
        ] {
            var context = place.context(environment: settings)
            context.options.isInsecure = true
            let error = await refusal { try await run(context) }
            #expect(error?.message.contains("only sent over TLS, or to this machine") == true)
        }
    }
}
