import Git
import Sealing
import SourceFormat

/// The secrets of a package as its file in the working tree has them, each with the commit that it is from.
struct SecretListing {
    /// One secret.
    struct Secret {
        let name: SecretName
        let description: String?
        let keyId: String
        /// Of the ciphertext.
        let digest: Digest
        /// The commit that it is from; nil where it is not committed as it is.
        let change: SecretOrigins.Change?
        /// Whether a merge left it with two values.
        let isConflicted: Bool
    }

    /// In the order of the file.
    let secrets: [Secret]

    /// Reads a package's secrets file and its history, or what was found when both were as they are.
    ///
    /// - Throws: ``ToolError`` for a file that is not valid, and a broken repository.
    init(of document: SecretsDocument, in checkout: Checkout) throws(ToolError) {
        guard let bytes = try document.bytes() else {
            secrets = []
            return
        }
        let index = checkout.place?.headCommit.map { head in
            SecretListingIndex(of: document.package, head: head, file: bytes, in: checkout)
        }
        if let known = index?.secrets() {
            secrets = known
            return
        }
        let file = try document.parse(bytes)
        let digests = file.entries.map { Digest(of: $0.value.canonicalBytes) }
        let changes = try SecretOrigins(of: document.package, file, digests: digests, in: checkout)
        let conflicted = Set(file.conflictedNames)
        secrets = zip(file.entries, digests).map { entry, digest in
            Secret(
                name: entry.name, description: entry.description, keyId: entry.value.keyId, digest: digest,
                change: changes[entry.name], isConflicted: conflicted.contains(entry.name))
        }
        // A conflict stands for work that is not done: it is looked at anew until it is.
        if conflicted.isEmpty { index?.keep(secrets) }
    }
}
