import Git
import SourceFormat
import SystemPackage

/// `hooks allow`: a finding of the guard is let pass from now on, and why is written down for everybody.
public enum AllowFinding {
    private static let limit = 1 << 20

    /// Adds a fingerprint to the `.eigenpal-src.yaml` at the checkout's root, every other byte of which stays.
    ///
    /// - Throws: ``ToolError`` for what is no fingerprint, an empty reason, and a file that cannot be edited.
    public static func run(
        _ context: ToolContext, fingerprint: String, reason: String
    ) async throws(ToolError) -> AllowReport {
        guard PlanSettings.isFingerprint(fingerprint) else {
            throw .usage("a fingerprint is 16 hexadecimal digits, as the finding tells it")
        }
        let reason = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
        guard reason.contains(where: { !$0.isWhitespace }) else { throw .usage("--reason says nothing") }
        let checkout = try context.openCheckout()
        let path = checkout.root.appending(PlanSettings.fileName)
        var isNew = false
        try AtomicFile.update(path, limit: Self.limit, refusesReadOnly: true) { (old) throws(ToolError) in
            let new = try adding(fingerprint, reason, to: old, path)
            isNew = new != nil
            return new
        }
        return AllowReport(fingerprint: fingerprint, reason: reason, file: path.string, isNew: isNew)
    }

    /// The file with a finding allowed; nil where it is already.
    private static func adding(
        _ fingerprint: String, _ reason: String, to old: [UInt8]?, _ path: FilePath
    ) throws(ToolError) -> [UInt8]? {
        let (settings, findings) = PlanSettings.parse(bytes: old ?? Array("schemaVersion: 1\n".utf8))
        guard let settings else {
            throw ToolError(
                "\(path) has errors, so nothing was added", details: findings.map(\.description))
        }
        guard settings.allowed[fingerprint] == nil else { return nil }
        let new = GuardAllowance.adding(fingerprint, reason, to: old)
        var wanted = settings.allowed
        wanted[fingerprint] = reason
        guard PlanSettings.parse(bytes: new).0?.allowed == wanted else {
            throw ToolError(
                "\(path) is written in a way that cannot be added to",
                details: ["add by hand, to the list allow under guard:"]
                    + GuardAllowance.item(fingerprint, reason, indent: 4))
        }
        return new
    }
}

/// What is allowed now.
public struct AllowReport: Renderable {
    /// The finding's fingerprint.
    public let fingerprint: String
    /// Why it is allowed.
    public let reason: String
    /// The file that says so.
    public let file: String
    /// Whether it was not allowed before.
    public let isNew: Bool

    /// What happened, and that it is to be committed.
    public func lines(_ style: Style) -> [String] {
        guard isNew else { return ["\(fingerprint) is allowed already"] }
        return [
            "Allowed \(style.name(fingerprint)) in \(file)",
            "next: git add \(PlanSettings.fileName), and commit it: a push goes by what is committed",
        ]
    }
}
