import Scanning
import Sealing
import SourceFormat
import SystemPackage

/// The organization's own secrets, as far as this user's sealed cache and the queue hold them, made ready to be found.
enum KnownValues {
    /// Gathers them. Nothing is asked for: neither a passphrase nor the server.
    ///
    /// - Returns: nil where there are none, or a passphrase locks them.
    static func gather(_ checkout: Checkout, _ context: ToolContext) -> OwnValues? {
        CoreDumps.disable()
        let keys = CacheKeyStore(context)
        guard let organization = OrganizationPlace(remoteURL: checkout.remoteURL),
            let file = try? keys.load(), let key = (try? keys.open(file, asks: false)) ?? nil
        else { return nil }
        let name = file.publicPart.storeName(host: organization.host, organization: organization.name)
        var values = SecretCache.everything(
            in: keys.places.stores.appending(name), of: organization, file, key)
        let pending = PendingSecrets(in: checkout, organization)
        for secret in PendingSecrets.names(in: checkout) {
            guard let open = try? pending.secret(secret.name, of: secret.package, file: file, key) else {
                continue
            }
            values.append(("\(secret.name) of \(secret.package)", open.value))
        }
        guard !values.isEmpty else { return nil }
        return try? OwnValues(values)
    }
}
