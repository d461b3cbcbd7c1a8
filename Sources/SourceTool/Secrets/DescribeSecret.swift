import SourceFormat

/// `secrets describe`: what a secret is for. Its value is neither needed nor touched.
public enum DescribeSecret {
    /// Gives a secret a description, or takes it away where the text is empty.
    ///
    /// - Throws: ``ToolError`` where there is no such secret, or the text holds a control character.
    public static func run(
        _ context: ToolContext, name: String, text: String, package argument: String? = nil
    ) async throws(ToolError) -> DescribeSecretReport {
        let name = try SecretArgument.parse(name)
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(argument, in: checkout, context), in: checkout)
        _ = try document.requireEntry(name)
        try document.update { file in
            guard file[name] != nil else { throw ToolError("\(name) was removed meanwhile") }
            try document.requireSettled([name], in: file)
            return try file.applying([.describe(name, text)])
        }
        return DescribeSecretReport(
            name: name, package: document.package, description: text.isEmpty ? nil : text)
    }
}

/// What a secret is described as now.
public struct DescribeSecretReport: Renderable {
    /// The secret.
    public let name: SecretName
    /// The package it belongs to.
    public let package: PackagePath
    /// What it is for; nil where it has no description now.
    public let description: String?

    /// What changed, and what is left to do.
    public func lines(_ style: Style) -> [String] {
        let what = description == nil ? "is no longer described" : "is described"
        return [
            "\(style.name(name.rawValue)) \(what) in \(package.secretsPath)",
            style.dim("Not committed yet: eigenpal-src save -m MESSAGE \(package)"),
        ]
    }
}
