import SourceFormat

/// A changed file that was meant to be a package's manifest, and is none for its own name or its folder's.
struct UnreadManifest {
    /// What keeps it from being read.
    let message: String
    /// The command that gives it, or its folder, the right name.
    let next: String

    /// Looks at a path below the checkout's root; nil for a file that is no such thing.
    init?(_ path: String) {
        guard let slash = path.lastIndex(of: "/") else { return nil }
        let (folder, name) = (String(path[..<slash]), path[path.index(after: slash)...])
        guard name == PackageFileName.manifest || name == PackageFileName.misspelledManifest else {
            return nil
        }
        if (try? PackagePath(parsing: folder)) != nil {
            guard name == PackageFileName.misspelledManifest else { return nil }
            message = "\(path) is not read: the manifest's name is \(PackageFileName.manifest)"
            next = "mv \(path) \(folder)/\(PackageFileName.manifest)"
        } else {
            guard (try? PackagePath(parsing: folder.lowercased())) != nil else { return nil }
            message = "\(folder) is no package: a package's path has no capitals"
            next = "mv \(CredentialHelper.quoted(folder)) \(folder.lowercased())"
        }
    }
}

extension WorkingChanges {
    /// The changed files in no package that were probably meant to be manifests, in order.
    var unreadManifests: [UnreadManifest] {
        others.filter { $0.change != .deleted }.compactMap { UnreadManifest($0.path) }
    }
}
