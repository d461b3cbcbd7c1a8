#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a package resolved to: `.eigenpal/eigenpal.lock`, and the server's answer to a lockfile preview.
public struct Lockfile: Sendable, Hashable, Codable {
    /// The version of the file's form, 1.
    public let lockfileVersion: Int
    /// The version of the repository's layout it was resolved with.
    public let eigenpalVersion: String
    /// What was asked for, as a hexadecimal SHA-256: see ``inputHash(packageRef:)`` and
    /// ``inputHash(packagePath:dependencies:)``.
    public let inputHash: String
    /// The package that was asked for, and below it everything that it needs.
    public let root: LockNode

    /// Describes a lockfile.
    public init(
        lockfileVersion: Int = 1, eigenpalVersion: String = RootManifest.currentVersion.description,
        inputHash: String, root: LockNode
    ) {
        self.lockfileVersion = lockfileVersion
        self.eigenpalVersion = eigenpalVersion
        self.inputHash = inputHash
        self.root = root
    }

    /// The hash of a package reference: SHA-256 of `{"packageRef":"…"}`.
    public static func inputHash(packageRef: String) -> String { "" }

    /// The hash of a working package: SHA-256 of `{"packagePath":"…","dependencies":[["name","version"],…]}`, in the
    /// order given.
    public static func inputHash(
        packagePath: String, dependencies: [(name: String, version: String)]
    ) -> String { "" }

    /// The file: JSON with keys in their documented order, two spaces a level, and a newline at the end.
    public var text: String { "" }

    /// Reads a lockfile.
    ///
    /// - Throws: ``FormatError`` with the code `invalid_lockfile`.
    public static func parse(_ text: String) throws(FormatError) -> Lockfile {
        throw FormatError(code: "invalid_lockfile", message: "")
    }
}
