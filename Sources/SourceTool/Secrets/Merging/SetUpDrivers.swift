import Git
import SourceFormat
import SystemPackage

/// `secrets drivers`: sets the checkout up so that Git merges and compares secrets files by secret, as `clone` does.
public enum SetUpDrivers {
    /// Names this tool in the checkout's own configuration; nothing that is committed is touched.
    ///
    /// - Throws: ``ToolError`` outside a checkout, and where its configuration cannot be written.
    public static func run(_ context: ToolContext) async throws(ToolError) -> SetUpDriversReport {
        let checkout = try context.openCheckout()
        try GitDrivers.install(context, in: try checkout.repository, root: checkout.root)
        return SetUpDriversReport(checkout: checkout.root.string, program: context.command.string)
    }
}

/// How a checkout is set up.
public struct SetUpDriversReport: Renderable {
    /// The checkout's root.
    public let checkout: String
    /// The program that Git runs.
    public let program: String

    /// One sentence.
    public func lines(_ style: Style) -> [String] {
        ["Git merges and compares the secrets files of \(checkout) by \(program)"]
    }
}
