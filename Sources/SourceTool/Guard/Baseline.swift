import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The findings that are known already: an earlier answer of `scan --json`.
struct Baseline {
    private struct Answer: Decodable {
        struct Finding: Decodable { let fingerprint: String? }
        let findings: [Finding]
    }

    private static let limit = 256 << 20

    /// The fingerprints of the findings.
    let fingerprints: Set<String>

    /// Reads an answer.
    ///
    /// - Throws: ``ToolError`` for a file that is not there or is none.
    init(_ path: FilePath) throws(ToolError) {
        guard let bytes = try Files.read(path, limit: Self.limit, takesPipes: true) else {
            throw ToolError(
                "\(path) is not there",
                next: "\(ToolVersion.name) scan --json > \(path.lastComponent?.string ?? "FILE")")
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(bytes)) else {
            throw ToolError("\(path) is not an answer of \(ToolVersion.name) scan --json")
        }
        fingerprints = Set(answer.findings.compactMap(\.fingerprint))
    }
}
