import EigenpalAPI

/// The organization's source repository: where it is, its files, releases and lockfiles, and its secrets.
///
/// Reached as ``EigenpalClient/source``.
public struct SourceNamespace: Sendable {
    let transport: HTTPTransport

    /// Tells where the organization's Git repository is.
    ///
    /// ```swift
    /// let remote = try await client.source.repository().remoteUrl
    /// ```
    ///
    /// - Throws: ``EigenpalError``.
    public func repository() async throws(EigenpalError) -> SourceRepositoryResponse {
        try await transport.value(of: Request(.get, ["source", "repository"]))
    }

    /// Reads one text file of the repository.
    ///
    /// ```swift
    /// let manifest = try await client.source.raw(path: "agents/invoice/eigenpal.yaml").content
    /// ```
    ///
    /// - Parameters:
    ///   - path: the path in the repository.
    ///   - ref: a branch, tag or commit.
    /// - Throws: ``EigenpalError``; ``EigenpalError/notFound(_:)`` where the ref or the file is not there.
    public func raw(path: String, ref: String = "main") async throws(EigenpalError) -> RawSourceResponse {
        try await transport.value(
            of: Request(.get, ["source", "raw"], query: Query().adding("path", path).adding("ref", ref)))
    }

    /// Lists a package's releases.
    ///
    /// ```swift
    /// let newest = try await client.source.releases(packagePath: "agents/invoice").releases.first?.version
    /// ```
    ///
    /// - Parameters:
    ///   - packagePath: the path, such as `agents/finance/invoice`, or the dotted name.
    ///   - version: one exact version; all where nil.
    /// - Throws: ``EigenpalError``.
    public func releases(
        packagePath: String, version: String? = nil
    ) async throws(EigenpalError) -> SourceReleasesResponse {
        try await transport.value(
            of: Request(
                .get, ["source", "releases"],
                query: Query().adding("packagePath", packagePath).adding("version", version)))
    }

    /// Previews the lockfile that a run of a package would get. Nothing runs, and nothing is written.
    ///
    /// ```swift
    /// let lockfile = try await client.source.lockfile(packageRef: "agents.invoice@1.x")
    /// ```
    ///
    /// - Parameter packageRef: path or dotted name, then `@` and a version ref if not the latest release.
    /// - Throws: ``EigenpalError``; ``EigenpalError/validation(_:)`` where it does not resolve.
    public func lockfile(packageRef: String) async throws(EigenpalError) -> SourceLockfileResponse {
        try await transport.value(
            of: Request(.get, ["source", "lockfile"], query: Query().adding("packageRef", packageRef)))
    }
}
