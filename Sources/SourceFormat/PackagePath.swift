/// Where a package lives: one of the four roots and one or more segments of `[a-z0-9][a-z0-9-]*`.
///
/// It is written as a path, `agents/finance/invoice`, or as a dotted name, `agents.finance.invoice`. Paths
/// are ordered by their bytes.
public struct PackagePath: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The longest path, in bytes: with the longest version it still fits the 255 bytes that a file system
    /// gives the name of the tag's file.
    public static let maximumLength = 180

    /// The root folder.
    public let root: PackageRoot
    /// The path, with slashes.
    public let description: String

    /// Reads a path or a dotted name.
    ///
    /// - Throws: ``FormatError`` with the code `invalid_package_path` and the exact reason: an unknown root,
    ///   `..`, an
    public init(parsing text: some StringProtocol) throws(FormatError) {
        guard let path = Self.read(text) else { throw PackagePathError.reason(for: String(text)) }
        self = path
    }

    /// Reads a path or a dotted name where failure needs no reason.
    init?(reading text: some StringProtocol) {
        guard let path = Self.read(text) else { return nil }
        self = path
    }

    private init(root: PackageRoot, description: String) {
        self.root = root
        self.description = description
    }

    /// The segments after the root, at least one.
    public var segments: [String] {
        description.utf8.split(separator: 0x2F).dropFirst().compactMap(String.init)
    }

    /// The name with dots, `agents.finance.invoice`: what releases and dependencies are called.
    public var dottedName: String { Self.translated(description, from: 0x2F, to: 0x2E) }

    /// The dotted name without the root, `finance.invoice`.
    public var slug: String { String(dottedName.utf8.dropFirst(root.rawValue.utf8.count + 1)) ?? "" }

    /// What kind of package lives here.
    public var kind: PackageKind {
        switch root {
        case .agents: return .agent
        case .workflows: return .workflow
        case .evaluators: return .evaluator
        case .resources:
            let parts = description.utf8.split(separator: 0x2F)
            guard parts.count > 2 else { return .resource }
            return switch String(parts[1]) {
            case "skills": .skill
            case "rules": .rule
            case "knowledge": .knowledge
            case "templates": .template
            default: .resource
            }
        }
    }

    /// The path of the package's manifest, `agents/finance/invoice/eigenpal.yaml`.
    public var manifestPath: String { "\(description)/\(PackageFileName.manifest)" }

    /// The path of the package's secrets file, `agents/finance/invoice/secrets.enc.yaml`; the API calls it
    /// `sourcePath`.
    public var secretsPath: String { "\(description)/\(PackageFileName.secrets)" }

    /// Orders paths by their bytes.
    public static func < (left: PackagePath, right: PackagePath) -> Bool {
        // Both are ASCII, whose order as text is that of its bytes.
        left.description < right.description
    }

    private static func read(_ text: some StringProtocol) -> PackagePath? {
        var text = String(text)
        return text.withUTF8 { PackagePath(reading: $0) }
    }

    /// Reads the bytes of a path or a dotted name: thousands of tags are read at a time, so there is one pass
    /// over the bytes, and one string made.
    package init?(reading bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count <= Self.maximumLength,
            let first = bytes.firstIndex(where: { $0 == 0x2F || $0 == 0x2E }),
            let root = Self.root(UnsafeBufferPointer(rebasing: bytes[..<first]))
        else { return nil }
        let separator = bytes[first]
        var previous = separator
        for byte in bytes[(first + 1)...] {
            switch byte {
            case 0x61...0x7A, 0x30...0x39: break
            case 0x2D where previous != separator: break
            case separator where previous != separator: break
            default: return nil
            }
            previous = byte
        }
        guard previous != separator else { return nil }
        self.init(root: root, description: Self.string(bytes, replacing: separator, with: 0x2F))
    }

    private static func root(_ bytes: UnsafeBufferPointer<UInt8>) -> PackageRoot? {
        switch bytes.first {
        case 0x61: bytes.elementsEqual("agents".utf8) ? .agents : nil
        case 0x77: bytes.elementsEqual("workflows".utf8) ? .workflows : nil
        case 0x72: bytes.elementsEqual("resources".utf8) ? .resources : nil
        case 0x65: bytes.elementsEqual("evaluators".utf8) ? .evaluators : nil
        default: nil
        }
    }

    private static func translated(_ text: String, from: UInt8, to: UInt8) -> String {
        var text = text
        return text.withUTF8 { string($0, replacing: from, with: to) }
    }

    private static func string(
        _ source: UnsafeBufferPointer<UInt8>, replacing old: UInt8, with new: UInt8
    ) -> String {
        String(unsafeUninitializedCapacity: source.count) { target in
            for index in source.indices { target[index] = source[index] == old ? new : source[index] }
            return source.count
        }
    }
}

extension PackagePath: Codable {
    /// Reads the path, or dotted name, from one string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do throws(FormatError) {
            self = try PackagePath(parsing: text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Writes the path as one string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
