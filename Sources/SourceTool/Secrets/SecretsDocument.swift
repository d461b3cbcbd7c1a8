import EigenpalAPI
import Git
import SourceFormat
import SourceRepository
import SystemPackage

/// The `secrets.enc.yaml` of one package of a checkout, read and edited in place.
struct SecretsDocument {
    /// The package.
    let package: PackagePath
    /// The file, absolute.
    let file: FilePath
    private let gitDirectory: FilePath

    /// Finds the file of a package; it need not be there yet.
    ///
    /// - Throws: ``ToolError`` where there is no such package, or the way to the file leads through a link.
    init(of package: PackagePath, in checkout: Checkout) throws(ToolError) {
        try PackageArgument.require(package, in: checkout)
        self.package = package
        file = checkout.root.pushing(FilePath(package.secretsPath))
        gitDirectory = FilePath(checkout.gitDirectory)
        let entry = try attempt {
            try WorkingFiles(directory: checkout.root.string).entry(at: package.secretsPath)
        }
        guard entry == nil || entry?.isFile == true else {
            throw ToolError("\(package.secretsPath) is not a file of this checkout")
        }
        AtomicFile.removeLeftovers(of: file)
    }

    /// What the file holds; nil where there is none.
    ///
    /// - Throws: ``ToolError`` with everything that is wrong with it.
    func read() throws(ToolError) -> SecretsFile? {
        guard let bytes = try bytes() else { return nil }
        return try parse(bytes)
    }

    /// The file's bytes; nil where there is none.
    func bytes() throws(ToolError) -> [UInt8]? { try Files.read(file, limit: FileLimit.manifest) }

    /// What the file holds and everything that was found in it, without refusing it.
    ///
    /// - Throws: ``ToolError`` where it cannot be read at all.
    func inspect() throws(ToolError) -> (SecretsFile?, [Finding]) {
        guard let bytes = try Files.read(file, limit: FileLimit.manifest) else { return (nil, []) }
        let (document, findings) = SecretsFile.parse(bytes: bytes, file: package.secretsPath)
        return (document, findings + (document?.conflictFindings(file: package.secretsPath) ?? []))
    }

    /// Replaces the file by what `change` makes of it, while no other process does the same.
    ///
    /// - Throws: ``ToolError``; the file is then as it was.
    func update(_ change: (SecretsFile) throws -> SecretsFile) throws(ToolError) {
        // It is no reason not to write where this cannot be said.
        try? GitDrivers.excludeLeftovers(in: gitDirectory)
        try AtomicFile.update(file, limit: FileLimit.manifest, refusesReadOnly: true) {
            (bytes) throws(ToolError) in
            let old = try bytes.map { (bytes) throws(ToolError) in try parse(bytes) }
            let new = try attempt { try change(old ?? .empty) }
            return new == old ? nil : Array(new.text.utf8)
        }
    }

    /// What the file of a package holds at a commit; nil where there is none.
    ///
    /// - Throws: ``ToolError`` with everything that is wrong with it.
    static func read(
        of package: PackagePath, at commit: ObjectID, in repository: Repository
    ) throws(ToolError) -> SecretsFile? {
        let bytes = try attempt {
            try CommitFiles(repository: repository, commit: commit).read(
                package.secretsPath, limit: FileLimit.manifest)
        }
        guard let bytes else { return nil }
        let (file, findings) = SecretsFile.parse(bytes: bytes, file: package.secretsPath)
        guard let file else {
            throw ToolError(
                "\(package.secretsPath) is not valid at the commit \(commit.hex.prefix(7))",
                details: findings.map(\.description))
        }
        return file
    }

    /// What these bytes of the file say.
    ///
    /// - Throws: ``ToolError`` with everything that is wrong with them.
    func parse(_ bytes: [UInt8]) throws(ToolError) -> SecretsFile {
        let (document, findings) = SecretsFile.parse(bytes: bytes, file: package.secretsPath)
        guard let document else {
            throw ToolError(
                "\(package.secretsPath) is not valid; it was not changed",
                details: findings.map(\.description),
                next: "eigenpal-src validate \(package)")
        }
        return document
    }
}

extension SealedValue {
    /// What the server answered, as it goes into the file.
    ///
    /// - Throws: ``ToolError`` for an answer that is no encrypted secret.
    init(_ answer: EncryptedSecret) throws(ToolError) {
        self.init(
            algorithm: answer.algorithm, keyId: answer.keyId, nonce: answer.nonce,
            ciphertext: answer.ciphertext,
            tag: answer.tag)
        guard problems.isEmpty else {
            throw ToolError(
                "the server's answer is no encrypted secret; nothing was written",
                details: problems.map { "\($0.field): \($0.message)" })
        }
    }
}
