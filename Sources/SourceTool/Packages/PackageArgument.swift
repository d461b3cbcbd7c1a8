import SourceFormat
import SourceRepository
import SystemPackage

/// How a command line names a package: by its path (`agents/invoice`), its dotted name (`agents.invoice`), a path in
/// the file system (`../invoice`, `.`), or not at all, which is the package one stands in.
public enum PackageArgument {
    /// The package that an argument names; nil names the one that the working directory lies in.
    ///
    /// A package path or dotted name, with a slash at its end or without, wins over a directory of the same spelling.
    /// Whether that package exists is not asked: a deleted one has releases too. A path in the file system has to: a
    /// slip of the finger must not mean the package one stands in.
    ///
    /// - Throws: ``ToolError`` with exit code 2 when nothing is named and no package is around, or when the argument
    ///   is no package path and leads to nothing, or to no package's directory.
    public static func resolve(
        _ argument: String?, in checkout: Checkout, _ context: ToolContext
    ) throws(ToolError) -> PackagePath {
        guard let argument else {
            if let here = checkout.packageHere() { return here }
            throw .usage(
                "no package is named, and \(context.workingDirectory) is not inside one; "
                    + "name one, such as agents/invoice")
        }
        do throws(FormatError) {
            return try PackagePath(parsing: argument)
        } catch {
            if let path = withoutSlash(argument) ?? located(argument, in: checkout, context) { return path }
            guard let near = nearest(to: argument, in: checkout) else { throw ToolError(error, exitCode: 2) }
            throw ToolError(
                "there is no package \(TerminalText.quoted(argument))", details: ["Did you mean \(near)?"],
                exitCode: 2)
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
        throw ToolError(
            "there is no package \(path) in this checkout",
            details: nearest(to: path.description, in: checkout).map { ["Did you mean \($0)?"] } ?? [],
            next: "eigenpal-src pull")
    }

    /// The package that a path with slashes at its end is; nil where there are none, or it is no package path.
    private static func withoutSlash(_ argument: String) -> PackagePath? {
        guard argument.hasSuffix("/"), let last = argument.lastIndex(where: { $0 != "/" }) else { return nil }
        return try? PackagePath(parsing: argument[...last])
    }

    /// The package of the checkout that may be meant: by its path, its dotted name, or the last part of either.
    private static func nearest(to argument: String, in checkout: Checkout) -> PackagePath? {
        let typed = argument.split(separator: "/").joined(separator: "/")
        guard typed.utf8.count > 2 else { return nil }
        let packages =
            (try? PackageCatalog.packages(in: WorkingFiles(directory: checkout.root.string))) ?? []
        let spellings: [(PackagePath) -> String] = [
            \.description, \.dottedName, { $0.segments.last ?? "" },
        ]
        for spelling in spellings {
            let names = packages.map(spelling)
            if let near = names.nearest(to: typed), let index = names.firstIndex(of: near) {
                return packages[index]
            }
        }
        return nil
    }

    /// The package that a path in the file system leads to or into; nil where it leads outside the checkout or to
    /// no package.
    private static func located(
        _ argument: String, in checkout: Checkout, _ context: ToolContext
    ) -> PackagePath? {
        guard !argument.isEmpty, !argument.utf8.contains(0) else { return nil }
        let here = Files.resolved(context.workingDirectory) ?? context.workingDirectory
        guard Files.resolved(here.pushing(FilePath(argument))) != nil else { return nil }
        var place = here.pushing(FilePath(argument)).lexicallyNormalized()
        guard place.removePrefix(checkout.root), place.root == nil else { return nil }
        let path = place.components.map(\.string).joined(separator: "/")
        return try? PackageCatalog.package(
            holding: path, in: WorkingFiles(directory: checkout.root.string))
    }
}
