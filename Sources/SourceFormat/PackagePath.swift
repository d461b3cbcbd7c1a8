/// Where a package lives: one of the four roots and one or more segments of `[a-z0-9][a-z0-9-]*`.
///
/// It is written as a path, `agents/finance/invoice`, or as a dotted name, `agents.finance.invoice`. Paths are ordered by
/// their bytes.
public struct PackagePath: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The longest path, in bytes: with the longest version it still fits the 255 bytes that a file system gives the
    /// name of the tag's file.
    public static let maximumLength = 180

    /// The root folder.
    public let root: PackageRoot
    /// The path, with slashes.
    public let description: String

    /// Reads a path or a dotted name.
    ///
    /// - Throws: ``FormatError`` with the code `invalid_package_path` and the exact reason: an unknown root, `..`, an
    ///   empty segment, a capital letter, a slash at the end, and so on.
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

    /// The path of the package's secrets file, `agents/finance/invoice/secrets.enc.yaml`; the API calls it `sourcePath`.
    public var secretsPath: String { "\(description)/\(PackageFileName.secrets)" }

    /// Orders paths by their bytes.
    public static func < (left: PackagePath, right: PackagePath) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }

    // Thousands of tags are read at a time: one pass over the bytes, one string made.
    private static func read(_ text: some StringProtocol) -> PackagePath? {
        var text = String(text)
        let separators = text.withUTF8 { bytes -> (root: PackageRoot, separator: UInt8)? in
            guard bytes.count <= maximumLength,
                let first = bytes.firstIndex(where: { $0 == 0x2F || $0 == 0x2E })
            else { return nil }
            let separator = bytes[first]
            guard let root = root(UnsafeBufferPointer(rebasing: bytes[..<first])) else { return nil }
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
            return previous == separator ? nil : (root, separator)
        }
        guard let (root, separator) = separators else { return nil }
        return PackagePath(
            root: root, description: separator == 0x2F ? text : translated(text, from: separator, to: 0x2F))
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
        return text.withUTF8 { source in
            String(unsafeUninitializedCapacity: source.count) { target in
                for (index, byte) in source.enumerated() { target[index] = byte == from ? to : byte }
                return source.count
            }
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
