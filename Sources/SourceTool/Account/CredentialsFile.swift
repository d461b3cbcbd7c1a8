import EigenpalAPI
import Glibc
import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The file that holds API keys, `~/.config/eigenpal/credentials.json`, shared with the other tools of the service:
/// `{current, profiles: {name: {apiKey, baseUrl, tenantId?, tenantName?}}}`, mode 0600 in a directory of mode 0700.
public struct CredentialsFile: Sendable {
    /// Where it is.
    public let path: FilePath

    /// The file of the user whose home directory is given. `XDG_CONFIG_HOME` is not read, as the other tools that use
    /// this file do not.
    public init(home: FilePath) {
        path = home.appending(".config").appending("eigenpal").appending("credentials.json")
    }

    /// What it holds; no profiles where there is no file.
    ///
    /// - Parameter warn: told where others can read the file.
    /// - Throws: ``ToolError`` for a file that is no JSON of this form, or that others can write.
    public func load(warn: (String) -> Void = { _ in }) throws(ToolError) -> Credentials {
        guard let bytes = try Files.read(path, limit: Self.limit) else { return Credentials() }
        if let problem = exposure() {
            guard !problem.canWrite else {
                throw ToolError(
                    "\(path) can be changed by other users, who could send your keys elsewhere",
                    next: "chmod 600 \(path)")
            }
            warn("\(path) can be read by other users; next: chmod 600 \(path)")
        }
        return try Self.parse(bytes, path: path)
    }

    /// Changes what it holds while no other process does; the file is made where there is none.
    ///
    /// - Throws: ``ToolError``, also what `change` throws; a file that cannot be read as JSON stays as it is.
    public func update(_ change: (inout Credentials) throws(ToolError) -> Void) throws(ToolError) {
        let directory = path.removingLastComponent()
        try Files.makeDirectory(directory.removingLastComponent())
        try Files.makeDirectory(directory, mode: FilePermissions(rawValue: 0o700))
        if let mode = Files.permissions(of: directory), mode.rawValue & 0o077 != 0 {
            _ = chmod(directory.string, 0o700)
        }
        // A link that the user made to a file elsewhere stays one.
        let target = Files.resolved(path) ?? path
        try AtomicFile.update(target, mode: FilePermissions(rawValue: 0o600), limit: Self.limit) {
            bytes throws(ToolError) in
            var credentials =
                try bytes.map { bytes throws(ToolError) in try Self.parse(bytes, path: path) }
                ?? Credentials()
            try change(&credentials)
            return try Self.print(credentials)
        }
        _ = chmod(target.string, 0o600)
    }

    /// Who but the owner may do something with the file; nil where nobody may.
    func exposure() -> (canRead: Bool, canWrite: Bool)? {
        var status = stat()
        guard stat(path.string, &status) == 0 else { return nil }
        let isForeign = status.st_uid != geteuid() && status.st_uid != 0
        let canWrite = status.st_mode & 0o022 != 0 || isForeign
        let canRead = status.st_mode & 0o044 != 0 || isForeign
        return canRead || canWrite ? (canRead, canWrite) : nil
    }

    static func parse(_ bytes: [UInt8], path: FilePath) throws(ToolError) -> Credentials {
        func broken(_ reason: String) -> ToolError {
            ToolError(
                "\(path) \(reason)",
                details: ["it is left as it is; mend it, or move it away and log in again"],
                next: "\(ToolVersion.name) auth login")
        }
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else {
            throw broken("is not JSON")
        }
        guard case .object(var top) = value else { throw broken("is not a JSON object") }
        var credentials = Credentials()
        switch top.removeValue(forKey: "current") {
        case nil, .null: break
        case .string(let name): credentials.current = name
        default: throw broken("holds a \"current\" that is not a string")
        }
        switch top.removeValue(forKey: "profiles") {
        case nil, .null: break
        case .object(let profiles):
            for (name, profile) in profiles {
                guard case .object(var fields) = profile,
                    case .string(let key) = fields.removeValue(forKey: "apiKey")
                else { throw broken("holds a profile \"\(name)\" without an \"apiKey\"") }
                var baseURL: String?
                switch fields.removeValue(forKey: "baseUrl") {
                case nil, .null: break
                case .string(let url): baseURL = url
                default: throw broken("holds a profile \"\(name)\" whose \"baseUrl\" is not a string")
                }
                credentials.profiles[name] = Credentials.Profile(apiKey: key, baseURL: baseURL, rest: fields)
            }
        default: throw broken("holds \"profiles\" that are not an object")
        }
        credentials.rest = top
        return credentials
    }

    static func print(_ credentials: Credentials) throws(ToolError) -> [UInt8] {
        var top = credentials.rest
        if let current = credentials.current { top["current"] = .string(current) }
        var profiles: [String: JSONValue] = [:]
        for (name, profile) in credentials.profiles {
            var fields = profile.rest
            fields["apiKey"] = .string(profile.apiKey)
            if let url = profile.baseURL { fields["baseUrl"] = .string(url) }
            profiles[name] = .object(fields)
        }
        top["profiles"] = .object(profiles)
        return Array(try Output.json(JSONValue.object(top)).utf8)
    }

    private static let limit = 1 << 20
}
