import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a package resolved to: `.eigenpal/eigenpal.lock`, and the server's answer to a lockfile preview.
public struct Lockfile: Sendable, Hashable, Codable {
    /// The version of the file's form that is read and written.
    public static let currentVersion = 1
    /// The most bytes of a lockfile that are read, 16 MiB.
    public static let maximumSize = 16 << 20

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
        lockfileVersion: Int = currentVersion,
        eigenpalVersion: String = RootManifest.currentVersion.description, inputHash: String, root: LockNode
    ) {
        self.lockfileVersion = lockfileVersion
        self.eigenpalVersion = eigenpalVersion
        self.inputHash = inputHash
        self.root = root
    }

    /// The hash of a package reference: SHA-256 of `{"packageRef":"…"}`, in hexadecimal.
    public static func inputHash(packageRef: String) -> String {
        var json = JSONText()
        json.append("{\"packageRef\":")
        json.append(string: packageRef)
        json.append("}")
        return hash(json.text)
    }

    /// The hash of a working package: SHA-256 of `{"packagePath":"…","dependencies":[["name","version"],…]}`,
    /// the dependencies in the order given, in hexadecimal.
    public static func inputHash(
        packagePath: String, dependencies: [(name: String, version: String)]
    ) -> String {
        var json = JSONText()
        json.append("{\"packagePath\":")
        json.append(string: packagePath)
        json.append(",\"dependencies\":[")
        for (index, dependency) in dependencies.enumerated() {
            json.append(index == 0 ? "[" : ",[")
            json.append(string: dependency.name)
            json.append(",")
            json.append(string: dependency.version)
            json.append("]")
        }
        json.append("]}")
        return hash(json.text)
    }

    private static func hash(_ text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let bytes = SHA256.hash(data: Array(text.utf8)).flatMap {
            [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The file: JSON with keys in their documented order, two spaces a level, and a newline at the end.
    public var text: String {
        var json = JSONText()
        json.append("{\n  \"lockfileVersion\": \(lockfileVersion),\n  \"eigenpalVersion\": ")
        json.append(string: eigenpalVersion)
        json.append(",\n  \"inputHash\": ")
        json.append(string: inputHash)
        json.append(",\n  \"root\": ")
        root.write(to: &json, indentation: 2)
        json.append("\n}\n")
        return json.text
    }

    /// Reads a lockfile.
    ///
    /// - Throws: ``FormatError`` with the code `invalid_lockfile`.
    public static func parse(_ text: String) throws(FormatError) -> Lockfile {
        func refused(_ why: String) -> FormatError {
            FormatError(
                code: "invalid_lockfile", message: "the lockfile cannot be read: \(why)",
                remedy: "Remove it; it is made anew")
        }
        guard text.utf8.count <= maximumSize else { throw refused("it is larger than \(maximumSize) bytes") }
        let lockfile: Lockfile
        do {
            lockfile = try JSONDecoder().decode(Lockfile.self, from: Data(text.utf8))
        } catch let error as DecodingError {
            throw refused(reason(error))
        } catch {
            throw refused("it is not JSON")
        }
        guard lockfile.lockfileVersion == currentVersion else {
            throw refused("its version is \(lockfile.lockfileVersion), and only \(currentVersion) is known")
        }
        guard isHexadecimal(lockfile.inputHash, digits: 64) else {
            throw refused("inputHash is not 64 hexadecimal digits")
        }
        if let node = lockfile.root.first(where: { !isHexadecimal($0.commit, digits: 40) }) {
            throw refused("the commit of \(node.packagePath) is not 40 hexadecimal digits")
        }
        return lockfile
    }

    private static func isHexadecimal(_ text: String, digits: Int) -> Bool {
        text.utf8.count == digits
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    private static func reason(_ error: DecodingError) -> String {
        func place(_ context: DecodingError.Context) -> String {
            let path = context.codingPath.map { key in
                key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)"
            }.joined()
            return path.isEmpty ? "the file" : TerminalText.cleaned(String(path.dropFirst()))
        }
        switch error {
        case .keyNotFound(let key, let context): return "\(place(context)) has no \(key.stringValue)"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\(place(context)) is of another type"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty
                ? "it is not JSON" : "\(place(context)): \(context.debugDescription)"
        @unknown default: return "it is not a lockfile"
        }
    }
}
