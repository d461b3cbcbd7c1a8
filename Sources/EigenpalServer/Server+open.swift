extension Server {
    /// The name an organization gets where none is given.
    public static let defaultOrganization = "acme"

    static func openStore(_ directory: DataDirectory) throws(ServerError) -> SQLiteStore {
        do { return try SQLiteStore(path: directory.database) } catch { throw ServerError(error) }
    }

    /// The organization of a data directory and its master key; made when this is the first start.
    static func open(
        _ directory: DataDirectory, _ store: some ServerStore, wanted: String?,
        _ environment: [String: String]
    ) async throws(ServerError) -> (Organization, MasterKey, APIKeyToken?) {
        let stored: Organization?
        do { stored = try await store.organization() } catch { throw ServerError(error) }
        guard let stored else {
            let masterKey = try MasterKey.loadOrCreate(directory, environment: environment)
            let made = try await FirstStart(directory: directory, store: store)
                .make(slug: wanted ?? defaultOrganization, masterKey: masterKey)
            return (made.organization, masterKey, made.apiKey)
        }
        if let wanted, wanted != stored.slug {
            throw ServerError(
                "\(directory.path) is the data of the organization `\(stored.slug)`, not of `\(wanted)`.",
                next: "Leave --organization out, or give another --data.")
        }
        return (stored, try MasterKey.load(directory, environment: environment), nil)
    }

    static func requireSlug(_ slug: String) throws(ServerError) {
        let bytes = Array(slug.utf8)
        let isSlug =
            (1...63).contains(bytes.count) && bytes[0] != UInt8(ascii: "-")
            && bytes.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
        guard isSlug else {
            throw ServerError(
                "`\(slug)` is no name for an organization: it takes 1 to 63 of a-z, 0-9 and dashes, "
                    + "and begins with no dash.")
        }
    }
}
