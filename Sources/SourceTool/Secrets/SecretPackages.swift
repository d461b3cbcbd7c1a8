import SourceFormat
import SourceRepository
import SystemPackage

/// The packages whose secrets a verb works on.
enum SecretPackages {
    /// The package named or around, or, with `--all`, every package of the checkout that has a secrets file.
    ///
    /// - Throws: ``ToolError`` for both at once.
    static func chosen(
        _ argument: String?, all: Bool, in checkout: Checkout, _ context: ToolContext
    ) throws(ToolError) -> [PackagePath] {
        guard all else { return [try PackageArgument.resolve(argument, in: checkout, context)] }
        guard argument == nil else { throw .usage("--all and --package do not go together") }
        let files = WorkingFiles(directory: checkout.root.string)
        return try attempt {
            try PackageCatalog.packages(in: files).filter { package in
                Files.kind(of: checkout.root.pushing(FilePath(package.secretsPath))) != nil
            }
        }
    }
}
