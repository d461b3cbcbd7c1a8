import SourceFormat

/// How a command line names an automation: the path or dotted name of an agent's or workflow's package, or what the
/// server calls it, its slug or id.
enum AutomationArgument: Hashable {
    /// The package of an agent or a workflow.
    case package(PackagePath)
    /// A slug or an id.
    case name(String)

    /// Reads an argument. A checkout is looked at only for what is neither a package path nor a name.
    ///
    /// - Throws: ``ToolError`` with exit code 2 for a package of another kind, and for what is no name.
    static func resolve(_ argument: String?, _ context: ToolContext) throws(ToolError) -> AutomationArgument {
        if let argument, let path = try? PackagePath(parsing: argument) { return try automation(path) }
        if let argument, !argument.isEmpty, isName(argument) { return .name(argument) }
        let checkout = try context.openCheckout()
        return try automation(try PackageArgument.resolve(argument, in: checkout, context))
    }

    /// What the server knows it by.
    var identifier: String {
        switch self {
        case .package(let path): path.dottedName
        case .name(let name): name
        }
    }

    private static func automation(_ path: PackagePath) throws(ToolError) -> AutomationArgument {
        guard path.kind.isAutomation else {
            throw .usage("\(path) is neither an agent nor a workflow")
        }
        return .package(path)
    }

    private static func isName(_ text: String) -> Bool {
        guard text != ".", text != ".." else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }
    }
}
