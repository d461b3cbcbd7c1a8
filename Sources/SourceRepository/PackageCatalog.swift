import SourceFormat

/// Which packages a tree of files holds.
public enum PackageCatalog {
    /// Every folder with an `eigenpal.yaml` below one of the four roots whose path is a package path, in order.
    ///
    /// Packages may lie within the folders of others. Installed dependencies (`eigenpal_modules`) and folders whose
    /// names are no path segments are not looked into.
    ///
    /// - Throws: ``SourceRepositoryError`` for a directory that cannot be read.
    public static func packages(in files: some PackageFiles) throws(SourceRepositoryError) -> [PackagePath] {
        try PackageSurvey.packages(in: files)
    }

    /// The package whose folder holds a path, or is it: the innermost one with a manifest in `files`.
    ///
    /// - Parameter path: a file or folder, relative to the repository's root.
    public static func package(
        holding path: String, in files: some PackageFiles
    ) throws(SourceRepositoryError) -> PackagePath? {
        guard var parts = pathComponents(path) else { return nil }
        while parts.count > 1 {
            if let package = try? PackagePath(parsing: parts.joined(separator: "/")),
                try files.entry(at: package.manifestPath)?.isFile == true
            {
                return package
            }
            parts.removeLast()
        }
        return nil
    }
}
