import Git
import SourceFormat
import SourceRepository

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The secrets of a run: those of every package in its lockfile's graph, at the commits that it names.
struct RunSecrets: Sendable {
    let organization: Organization
    let repository: RepositoryAccess
    let keyRing: KeyRing

    private struct Sealed: Sendable {
        let package: PackagePath
        let name: String
        let secret: SealedSecret
        let binding: SecretBinding
    }

    /// Every secret by its name, decrypted.
    ///
    /// - Throws: ``RunExecutor/Failure`` where one does not decrypt, or two packages define a name differently.
    func variables(of lockfile: Lockfile) async throws -> [String: String] {
        let organization = organization
        let nodes = lockfile.root.packages
        let sealed = try await repository.use { repository in
            try nodes.flatMap { try Self.sealed(of: $0, in: repository, organization) }
        }
        guard !sealed.isEmpty else { return [:] }
        let opened = try await keyRing.open(sealed.map { (sealed: $0.secret, binding: $0.binding) })
        var variables: [String: String] = [:]
        var origins: [String: PackagePath] = [:]
        for (secret, result) in zip(sealed, opened) {
            guard case .success(let bytes) = result, let value = String(validating: bytes, as: UTF8.self)
            else {
                throw RunExecutor.Failure(
                    "The secret \(secret.name) of \(secret.package) does not decrypt. "
                        + "Run: eigenpal-src secrets verify --package \(secret.package)")
            }
            if let known = variables[secret.name], known != value, let origin = origins[secret.name] {
                throw RunExecutor.Failure(
                    "\(origin) and \(secret.package) define the secret \(secret.name) differently. "
                        + "Rename one of them: eigenpal-src secrets rename")
            }
            variables[secret.name] = value
            origins[secret.name] = secret.package
        }
        return variables
    }

    private static func sealed(
        of node: LockNode, in repository: Repository, _ organization: Organization
    ) throws -> [Sealed] {
        guard let commit = ObjectID(hex: node.commit) else { return [] }
        let files = try CommitFiles(repository: repository, commit: commit)
        let path = node.packagePath.secretsPath
        guard let bytes = try files.read(path, limit: FileLimit.manifest) else { return [] }
        guard let file = SecretsFile.parse(bytes: bytes, file: path).0 else {
            throw RunExecutor.Failure("\(path) cannot be read at \(node.commit.prefix(7)).")
        }
        return try file.entries.map { entry in
            guard let nonce = Data(base64Encoded: entry.value.nonce),
                let ciphertext = Data(base64Encoded: entry.value.ciphertext),
                let tag = Data(base64Encoded: entry.value.tag)
            else {
                throw RunExecutor.Failure("The secret \(entry.name) of \(node.packagePath) is malformed.")
            }
            return Sealed(
                package: node.packagePath, name: entry.name.rawValue,
                secret: SealedSecret(
                    keyID: entry.value.keyId, nonce: Array(nonce), ciphertext: Array(ciphertext),
                    tag: Array(tag)),
                binding: SecretBinding(
                    organization: organization.id, sourcePath: path, secretName: entry.name.rawValue))
        }
    }
}

extension LockNode {
    /// This package and all below it, each package at a commit once.
    var packages: [LockNode] {
        var seen: Set<String> = []
        var found: [LockNode] = []
        var open = [self]
        while let node = open.popLast() {
            guard seen.insert("\(node.packagePath)@\(node.commit)").inserted else { continue }
            found.append(node)
            open += node.dependencies
        }
        return found
    }
}
