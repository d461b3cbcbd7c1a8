import SourceFormat
import SourceRepository
import SystemPackage

/// `upgrade`: the repository's own `eigenpal.yaml` is raised to the current form, in place.
public enum UpgradeSchema {
    /// Raises the root manifest, and keeps its comments and every line that need not change.
    ///
    /// - Parameter dryRun: tells what would change and writes nothing.
    /// - Throws: ``ToolError`` for a manifest that is wrong, or newer than this tool; it is then as it was.
    public static func run(
        _ context: ToolContext, dryRun: Bool = false
    ) async throws(ToolError) -> UpgradeReport {
        let checkout = try context.openCheckout()
        let path = checkout.root.appending("eigenpal.yaml")
        if Files.kind(of: path) == .link {
            throw ToolError("\(path) is a symbolic link: the manifest has to be a file of the repository")
        }
        let older = checkout.root.appending(PackageFileName.misspelledManifest)
        if Files.kind(of: path) == nil, Files.kind(of: older) != nil {
            throw ToolError(
                "\(older) is not read: the manifest's name is \(PackageFileName.manifest)",
                next:
                    "eigenpal-src git -- mv \(PackageFileName.misspelledManifest) \(PackageFileName.manifest)"
            )
        }
        var report = UpgradeReport(file: "eigenpal.yaml", changes: [], isDryRun: dryRun)
        try AtomicFile.update(path, limit: FileLimit.manifest, refusesReadOnly: true) {
            (old) throws(ToolError) in
            let upgrade = try upgraded(old)
            report.changes = upgrade.changes
            return dryRun || upgrade.changes.isEmpty ? nil : Array(upgrade.text.utf8)
        }
        return report
    }

    private static func upgraded(_ bytes: [UInt8]?) throws(ToolError) -> RootManifest.Upgrade {
        guard let bytes else { return try attempt { try RootManifest.upgraded(nil) } }
        let (text, findings) = SourceText.decoded(bytes, file: "eigenpal.yaml")
        guard let text else {
            throw ToolError("eigenpal.yaml cannot be read", details: findings.map(\.description))
        }
        do throws(FormatError) {
            return try RootManifest.upgraded(text)
        } catch {
            var problem = ToolError(error)
            problem.message = "\(PackageFileName.manifest) cannot be upgraded: \(problem.message)"
            throw problem
        }
    }
}

/// What an upgrade changed, or would.
public struct UpgradeReport: Renderable {
    /// The file, below the checkout's root.
    public var file: String
    /// What changed, a sentence each; empty where the file is current.
    public var changes: [String]
    /// Whether nothing was written.
    public var isDryRun: Bool

    /// What changed, or would, a line each.
    public func lines(_ style: Style) -> [String] {
        guard !changes.isEmpty else { return ["\(file) is current"] }
        return ["\(file) \(isDryRun ? "would be upgraded" : "upgraded")"] + changes.map { "  \($0)" }
    }
}
