import SourceFormat

extension PlanSettings {
    /// Reads the settings from a tree of files; the standard ones where there is no such file.
    ///
    /// - Returns: the settings where there are no errors, and everything that was found.
    /// - Throws: ``SourceRepositoryError`` for a file that cannot be read.
    public static func read(
        from files: some PackageFiles
    ) throws(SourceRepositoryError) -> (PlanSettings?, [Finding]) {
        guard let bytes = try files.read(fileName, limit: FileLimit.manifest) else { return (.standard, []) }
        return parse(bytes: bytes)
    }
}
