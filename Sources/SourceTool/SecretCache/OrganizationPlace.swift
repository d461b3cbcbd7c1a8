import Sealing
import SourceFormat

/// Whose secrets a checkout holds: the host of its remote, and the repository there. Known without any network.
struct OrganizationPlace: Sendable, Hashable {
    /// Host and port.
    let host: String
    /// The remote's path without `.git`: `orgs/acme`.
    let name: String

    /// The organization of a remote; nil where the URL is not one of a server.
    init?(remoteURL: String?) {
        guard let remoteURL, let address = try? ServerAddress(parsing: remoteURL) else { return nil }
        var path = address.path.drop { $0 == "/" }
        if path.hasSuffix(".git") { path = path.dropLast(4) }
        guard !path.isEmpty else { return nil }
        (host, name) = (address.hostAndPort, String(path))
    }

    /// Where the secrets of a package are, as pages name it.
    func place(of package: PackagePath) -> PagePlace {
        PagePlace(host: host, organization: name, sourcePath: package.secretsPath)
    }
}
