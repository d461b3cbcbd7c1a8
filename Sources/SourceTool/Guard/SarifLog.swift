import Guard
import SourceFormat

/// Findings in the Static Analysis Results Interchange Format 2.1.0 (OASIS), which code hosts show beside the code.
public struct SarifLog: Renderable {
    private struct Text: Encodable { let text: String }

    private struct Rule: Encodable {
        let id: String
        let shortDescription: Text
    }

    private struct Driver: Encodable {
        let name: String
        let version: String
        let rules: [Rule]
    }

    private struct Tool: Encodable { let driver: Driver }

    private struct Artifact: Encodable { let uri: String }

    private struct Region: Encodable {
        let startLine: Int
        let startColumn: Int?
    }

    private struct PhysicalLocation: Encodable {
        let artifactLocation: Artifact
        let region: Region?
    }

    private struct Location: Encodable { let physicalLocation: PhysicalLocation }

    private struct Entry: Encodable {
        let ruleId: String
        let level: String
        let message: Text
        let locations: [Location]
        let partialFingerprints: [String: String]?
    }

    private struct Run: Encodable {
        let tool: Tool
        let results: [Entry]
    }

    private let version = "2.1.0"
    private let schema = "https://json.schemastore.org/sarif-2.1.0.json"
    private let runs: [Run]
    /// 1 where something is wrong.
    public let exitCode: Int32

    private enum CodingKeys: String, CodingKey {
        case version, runs
        case schema = "$schema"
    }

    /// The findings of a report.
    public init(_ report: GuardReport) {
        exitCode = report.exitCode
        var rules: [String: String] = [:]
        for finding in report.findings where rules[finding.rule] == nil {
            rules[finding.rule] = finding.check == .secret ? finding.message : finding.rule
        }
        let entries = report.findings.map { finding in
            let words = [finding.message, finding.masked, finding.fix].compactMap(\.self)
            let region = finding.line.map { Region(startLine: $0, startColumn: finding.column) }
            let location = finding.file.map {
                Location(
                    physicalLocation: PhysicalLocation(
                        artifactLocation: Artifact(uri: Self.uri($0)), region: region))
            }
            return Entry(
                ruleId: finding.rule, level: finding.severity.rawValue,
                message: Text(text: words.joined(separator: "\n")),
                locations: location.map { [$0] } ?? [],
                partialFingerprints: finding.fingerprint.map { ["eigenpal/v1": $0] })
        }
        runs = [
            Run(
                tool: Tool(
                    driver: Driver(
                        name: ToolVersion.name, version: ToolVersion.current,
                        rules: rules.sorted { $0.key < $1.key }.map {
                            Rule(id: $0.key, shortDescription: Text(text: $0.value))
                        })),
                results: entries)
        ]
    }

    /// A path as a reference (RFC 3986): what may not stand in one is written in hexadecimal.
    private static func uri(_ path: String) -> String {
        var text = ""
        for byte in path.utf8 {
            let isPlain =
                0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte
                || "-._~/@+".utf8.contains(byte)
            if isPlain {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }

    /// None: the log is for programs.
    public func lines(_ style: Style) -> [String] { [] }
}
