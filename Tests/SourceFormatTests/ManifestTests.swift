import Foundation
import Testing

@testable import SourceFormat

@Suite struct ManifestTests {
    @Test func vectors() throws {
        try Vectors.check("manifests.txt") { entry in
            let path = try PackagePath(parsing: entry.title.components(separatedBy: " | ")[0])
            let (manifest, findings) = PackageManifest.parse(entry.text, path: path)
            #expect((manifest == nil) == findings.containsErrors)
            #expect(findings.allSatisfy { $0.file == path.manifestPath })
            let lines = (manifest.map(Self.lines) ?? []) + findings.map(Self.line)
            return lines.map { $0 + "\n" }.joined()
        }
    }

    static func line(_ finding: Finding) -> String {
        let place = finding.line.map(String.init) ?? "-"
        let remedy = finding.remedy.map { " | \($0)" } ?? ""
        return "\(place) \(finding.severity.rawValue) \(finding.code): \(finding.message)\(remedy)"
    }

    private static func lines(_ manifest: PackageManifest) -> [String] {
        var lines = ["name: \(manifest.name)"]
        if let description = manifest.description {
            lines.append("description: \(description.debugDescription)")
        }
        if let model = manifest.model { lines.append("model: \(model)") }
        if let api = manifest.triggers.api { lines.append("api: \(api)") }
        if let email = manifest.triggers.email { lines.append("email: \(email.isEnabled) \(email.aliases)") }
        for dependency in manifest.dependencies {
            lines.append("\(dependency.line) dependency: \(dependency.name) \(dependency.version)")
        }
        switch manifest.evaluators {
        case .named(let names): lines.append("evaluators: \(names)")
        case .weighted(let threshold, let items):
            lines.append("evaluators: from \(threshold)")
            for item in items {
                let version = item.version.map { "@\($0)" } ?? ""
                lines.append("\(item.line) evaluator: \(item.use)\(version) \(item.weight)")
            }
        case nil: break
        }
        return lines
    }

    private let path: PackagePath

    init() throws { path = try PackagePath(parsing: "agents/a") }

    private func codes(_ bytes: [UInt8]) -> [String] {
        PackageManifest.parse(bytes: bytes, path: path).1.map { "\($0.line ?? 0) \($0.code)" }
    }

    @Test func bytesThatAreNoTextAreRefused() {
        let start = Array("schemaVersion: 1\nname: a\n".utf8)
        #expect(codes(start) == [])
        #expect(codes([0xEF, 0xBB, 0xBF] + start) == [])
        #expect(codes(start + [0xFF]) == ["3 not_utf8"])
        #expect(codes(start + [0xC0, 0x80]) == ["3 not_utf8"])
        #expect(codes(start + [0xED, 0xA0, 0x80]) == ["3 not_utf8"])
        #expect(codes(start + [0xE2, 0x82]) == ["3 not_utf8"])
        #expect(codes(start + [0]) == ["3 binary_file"])
        #expect(codes(start + [0x1B]) == ["3 control_character"])
        #expect(codes(start + Array("#\u{9B}".utf8)) == ["3 control_character"])
        #expect(
            codes(Array("name: a\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })) == [
                "1 binary_file"
            ])
    }

    @Test func sizeIsBounded() {
        let huge = [UInt8](repeating: 0x61, count: 50 << 20)
        #expect(codes(huge) == ["0 file_too_large"])
        let comment = [UInt8](repeating: 0x23, count: SourceText.maximumSize - 25)
        #expect(codes(Array("schemaVersion: 1\nname: a\n".utf8) + comment) == [])
        #expect(codes(Array("schemaVersion: 1\nname: a\n".utf8) + comment + [0x23]) == ["0 file_too_large"])
    }

    /// The bomb that expands to 10^9 elements elsewhere is read, and refused, as the few lines that it is.
    @Test func aliasBombsAreRefused() {
        var text = "schemaVersion: 1\nname: a\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(codes(Array((text + "? *a9\n: x\n").utf8)).first == "3 yaml_anchor")
    }

    @Test func findingsAreBounded() {
        let keys = (0..<20_000).map { "key\($0): x\n" }.joined()
        let (_, findings) = PackageManifest.parse(keys, path: path)
        #expect(findings.count == FieldReader.maximumFindings + 1)
        #expect(findings.last?.code == "too_many_findings")
    }

    @Test func damagedManifestsNeverCrash() throws {
        let texts = try Vectors.cases("manifests.txt").map { Array($0.text.utf8) }
        try rounds(4_000) { _, generator in
            let bytes = damaged(
                generator.pick(texts), alphabet: " \n\n:-#'\"[]{},|>&*!ab1", using: &generator)
            let (manifest, findings) = PackageManifest.parse(bytes: bytes, path: path)
            #expect((manifest == nil) == findings.containsErrors)
            for finding in findings { #expect((finding.line ?? 1) >= 1 && !finding.message.isEmpty) }
        }
    }
}
