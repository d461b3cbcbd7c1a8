import Sealing
import SourceFormat
import SystemPackage

extension SecretCache {
    /// All values that the store of an organization holds, of whatever package and age: what must not be pushed does
    /// not grow old.
    ///
    /// - Returns: each value with its package's folder and its name.
    static func everything(
        in directory: FilePath, of organization: OrganizationPlace, _ file: CacheKeyFile,
        _ key: CacheSecretKey
    ) -> [(name: String, value: SecretPart)] {
        var found: [(name: String, value: SecretPart)] = []
        var seen: Set<Digest> = []
        for name in (try? Files.names(in: directory)) ?? [] where !name.hasPrefix(".") {
            let path = directory.appending(name)
            guard let bytes = (try? Files.read(path, limit: SealedPage.maximumSize)) ?? nil,
                let page = try? SealedPage(parsing: bytes, fileName: name, key: file.publicPart),
                page.kind == .cached,
                let open = try? page.open(
                    with: key,
                    where: { $0.host == organization.host && $0.organization == organization.name })
            else { continue }
            let folder = open.place.sourcePath.split(separator: "/").dropLast().joined(separator: "/")
            for record in open.records where record.name != wholeName {
                let label = "\(record.name) of \(folder)"
                let isNew = record.value.withBytes { bytes in
                    seen.insert(Digest(of: Array("\(label)\0".utf8) + Array(bytes))).inserted
                }
                if isNew { found.append((label, record.value)) }
            }
        }
        return found
    }
}
