import Foundation
import SourceFormat
import Testing

@testable import SourceTool

@Suite struct ListSecretsJSONTests {
    @Test func itsOwnJSONIsTheEncoders() throws {
        let odd = "q\" b\\ s/ n\n t\t \u{1} é 🔑 \u{7F}"
        let report = ListSecretsReport(
            package: try PackagePath(parsing: "agents/invoice"), file: "agents/invoice/secrets.enc.yaml",
            secrets: [
                .init(
                    name: try SecretName(parsing: "A"), description: odd, keyId: "key_1",
                    change: .init(commit: "0123", author: odd, date: "2026-01-01T00:00:00Z", summary: odd),
                    isCached: true, isPending: false, isConflicted: true),
                .init(
                    name: try SecretName(parsing: "B"), description: nil, keyId: nil, change: nil,
                    isCached: false,
                    isPending: true, isConflicted: false),
            ])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        #expect(
            try #require(report.compactJSON) == Array(try encoder.encode(report)))
        let none = ListSecretsReport(package: report.package, file: report.file, secrets: [])
        #expect(try #require(none.compactJSON) == Array(try encoder.encode(none)))
    }
}
