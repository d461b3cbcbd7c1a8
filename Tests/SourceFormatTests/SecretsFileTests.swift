import Foundation
import Testing

@testable import SourceFormat

@Suite struct SecretsFileTests {
    @Test func vectors() throws {
        try Vectors.check("secrets-files.txt") { entry in
            let (file, findings) = SecretsFile.parse(entry.text, file: "agents/a/secrets.enc.yaml")
            #expect((file == nil) == findings.containsErrors)
            #expect(file == nil || file?.text == entry.text)
            let entries = (file?.entries ?? []).map { entry in
                "\(entry.line) \(entry.name) \(entry.description ?? "-") \(entry.value.keyId)"
            }
            let lines = entries + findings.map(ManifestTests.line)
            return lines.map { $0 + "\n" }.joined()
        }
    }

    /// The vectors hold the word wherever a secret could be written by mistake.
    @Test func noFindingHoldsAValue() throws {
        var found = 0
        for entry in try Vectors.cases("secrets-files.txt") where entry.text.contains("canary") {
            for finding in SecretsFile.parse(entry.text, file: "f").1 {
                found += 1
                #expect(!finding.description.contains("canary"), "\(finding)")
            }
        }
        #expect(found > 10)
    }

    /// Whatever a mistake turns a file into, no part of a value comes out of it, unless it stands where a
    /// name does.
    @Test func noFindingHoldsAValueOfADamagedFile() throws {
        let canary = "hunter2canary"
        let text = """
            schemaVersion: 1
            secrets:
              A:
                description: \(canary) is \(canary)
                encrypted: {keyId: \(canary), nonce: "\(canary)", tag: '\(canary)'}
              B: \(canary)
              C: |
                \(canary)
            """
        try rounds(3_000) { _, generator in
            let bytes = damaged(Array(text.utf8), alphabet: " \n\n:-#'\"[]{},|>&*!", using: &generator)
            for finding in SecretsFile.parse(bytes: bytes, file: "f").1
            where finding.code != "invalid_secret_name" {
                #expect(!finding.description.contains("canary"), "\(finding)")
            }
        }
    }

    @Test func sizeIsBounded() throws {
        let huge = "schemaVersion: 1\nsecrets: {}\n#" + String(repeating: "x", count: SourceText.maximumSize)
        #expect(SecretsFile.parse(huge, file: "f").1.map(\.code) == ["file_too_large"])
        let value = SealedValue(
            keyId: "k", nonce: String(repeating: "A", count: 16),
            ciphertext: String(repeating: "AAAA", count: 1 << 18),
            tag: String(repeating: "A", count: 22) + "==")
        #expect(value.problems.isEmpty)
        let error = #expect(throws: FormatError.self) {
            try SecretsFile.empty.setting(try SecretName(parsing: "A"), to: value)
        }
        #expect(error?.code == "secrets_file_too_large")
    }
}
