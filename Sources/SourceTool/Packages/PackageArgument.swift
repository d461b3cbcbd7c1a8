import SourceFormat
import SourceRepository
import SystemPackage

/// How a command line names a package: by its path (`agents/invoice`), its dotted name (`agents.invoice`), a path in
/// the file system (`../invoice`, `.`), or not at all, which is the package one stands in.
public enum PackageArgument {
    /// The package that an argument names; nil names the one that the working directory lies in.
    ///
    /// A package path or dotted name wins over a directory of the same spelling. Whether the package exists is not
    /// asked: a deleted one has releases too.
    ///
    /// - Throws: ``ToolError`` with exit code 2 when nothing is named and no package is around, or when the argument
    ///   is no package path and leads to no package's directory.
    public static func resolve(
        _ argument: String?, in checkout: Checkout, _ context: ToolContext
    ) throws(ToolError) -> PackagePath {
        guard let argument else {
            if let here = checkout.packageHere() { return here }
            throw .usage(
                "no package is named, and \(context.workingDirectory) is not inside one; "
                    + "name one, such as agents/invoice")
        }
        return try attempt(exitCode: 2) {
            do throws(FormatError) {
                return try PackagePath(parsing: argument)
            } catch {
                guard let path = located(argument, in: checkout, context) else { throw error }
                return path
            }
        }
    }

    /// The packages that arguments name, each once and in their order; the one around where there is no argument.
    ///
    /// - Throws: ``ToolError``, as for one argument.
    public static func resolveAll(
        _ arguments: [String], in checkout: Checkout, _ context: ToolContext
    ) throws(ToolError) -> [PackagePath] {
        if arguments.isEmpty { return [try resolve(nil, in: checkout, context)] }
        var paths: [PackagePath] = []
        for argument in arguments {
            let path = try resolve(argument, in: checkout, context)
            if !paths.contains(path) { paths.append(path) }
        }
        return paths
    }

    /// Refuses a package that the checkout does not hold.
    ///
    /// - Throws: ``ToolError`` that names what is there instead.
    public static func require(_ path: PackagePath, in checkout: Checkout) throws(ToolError) {
        let files = WorkingFiles(directory: checkout.root.string)
        if try attempt({ try files.entry(at: path.manifestPath)?.isFile == true }) { return }
        let older = "\(path)/eigenpal.yml"
        if try attempt({ try files.entry(at: older) }) != nil {
            throw ToolError(
                "\(older) is not read: the manifest's name is eigenpal.yaml",
                next: "eigenpal-src git -- mv \(older) \(path.manifestPath)")
        }
        guard try attempt({ try files.entry(at: path.description) }) == nil else {
            throw ToolError(
                "\(path) is not a package: it has no eigenpal.yaml", next: "eigenpal-src status")
        }
        throw ToolError("there is no package \(path) in this checkout", next: "eigenpal-src pull")
    }

    /// The package that a path in the file system leads to or into; nil where it leads outside the checkout or to
    /// no package.
    private static func located(
        _ argument: String, in checkout: Checkout, _ context: ToolContext
    ) -> PackagePath? {
        guard !argument.isEmpty, !argument.utf8.contains(0) else { return nil }
        let here = Files.resolved(context.workingDirectory) ?? context.workingDirectory
        var place = here.pushing(FilePath(argument)).lexicallyNormalized()
        guard place.removePrefix(checkout.root), place.root == nil else { return nil }
        let path = place.components.map(\.string).joined(separator: "/")
        return try? PackageCatalog.package(
            holding: path, in: WorkingFiles(directory: checkout.root.string))
    }
}
