/// Which part of a version a release raises.
public enum Bump: String, Sendable, Hashable, CaseIterable, Codable {
    /// The third number: a mend.
    case patch
    /// The second number: something new.
    case minor
    /// The first number: something incompatible.
    case major
}

/// A release's version, `X.Y.Z`: three whole numbers without leading zeros, nothing before or after them.
public struct SemanticVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The first number.
    public let major: UInt64
    /// The second number.
    public let minor: UInt64
    /// The third number.
    public let patch: UInt64

    /// 0.0.0, from which a package's first release is counted.
    public static let zero = SemanticVersion(major: 0, minor: 0, patch: 0)

    /// Puts a version together.
    public init(major: UInt64, minor: UInt64, patch: UInt64) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// Reads `X.Y.Z`.
    ///
    /// - Throws: ``FormatError`` with the code `invalid_version`.
    public init(parsing text: some StringProtocol) throws(FormatError) {
        guard let version = Self(reading: text.utf8) else { throw VersionError.reason(for: String(text)) }
        self = version
    }

    init?(reading bytes: some Collection<UInt8>) {
        var numbers: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var part = 0
        var digits = 0
        for byte in bytes {
            if byte == 0x2E {
                guard digits > 0, part < 2 else { return nil }
                (part, digits) = (part + 1, 0)
                continue
            }
            guard (0x30...0x39).contains(byte) else { return nil }
            let value = part == 0 ? numbers.0 : part == 1 ? numbers.1 : numbers.2
            if digits > 0, value == 0 { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(byte - 0x30))
            if overflow || carry { return nil }
            switch part {
            case 0: numbers.0 = sum
            case 1: numbers.1 = sum
            default: numbers.2 = sum
            }
            digits += 1
        }
        guard part == 2, digits > 0 else { return nil }
        self.init(major: numbers.0, minor: numbers.1, patch: numbers.2)
    }

    /// The next version: the named number raised by one, those after it 0.
    ///
    /// - Throws: ``FormatError`` with the code `version_exhausted` where that number is the highest there is.
    public func bumped(_ bump: Bump) throws(FormatError) -> SemanticVersion {
        func next(_ number: UInt64) throws(FormatError) -> UInt64 {
            guard number < .max else {
                throw FormatError(
                    code: "version_exhausted", message: "there is no \(bump.rawValue) version after \(self)")
            }
            return number + 1
        }
        return switch bump {
        case .patch: SemanticVersion(major: major, minor: minor, patch: try next(patch))
        case .minor: SemanticVersion(major: major, minor: try next(minor), patch: 0)
        case .major: SemanticVersion(major: try next(major), minor: 0, patch: 0)
        }
    }

    /// `X.Y.Z`.
    public var description: String { "\(major).\(minor).\(patch)" }

    /// Orders versions by their numbers.
    public static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }
}

extension SemanticVersion: Codable {
    /// Reads the version from one string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do throws(FormatError) {
            self = try SemanticVersion(parsing: text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Writes the version as one string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
