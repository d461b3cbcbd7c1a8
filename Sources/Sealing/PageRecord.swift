/// Whose secrets a page holds. Compared byte for byte, not as text.
public struct PagePlace: Sendable, Hashable {
    /// The API's host, with its port.
    public let host: String
    /// The organization.
    public let organization: String
    /// The path of the secrets file in the organization's repository.
    public let sourcePath: String

    /// A place.
    public init(host: String, organization: String, sourcePath: String) {
        (self.host, self.organization, self.sourcePath) = (host, organization, sourcePath)
    }

    /// Whether both are the same, byte for byte.
    public static func == (left: PagePlace, right: PagePlace) -> Bool {
        isSame(left.host, right.host) && isSame(left.organization, right.organization)
            && isSame(left.sourcePath, right.sourcePath)
    }

    /// Feeds the bytes into the hasher.
    public func hash(into hasher: inout Hasher) {
        for field in [host, organization, sourcePath] {
            for byte in field.utf8 { hasher.combine(byte) }
            hasher.combine(UInt8(0xFF))
        }
    }
}

/// Swift takes texts for equal that differ in their bytes, where Unicode says that they look the same.
private func isSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

/// One secret of a page.
public struct PageRecord: Sendable {
    /// The secret's name.
    public let name: String
    /// The digest of the ciphertext that the value belongs to.
    public let digest: Digest
    /// When it was put there, in seconds since 1970.
    public let time: Int64
    /// What goes with the value, such as a description; nil is not the same as an empty one.
    public let note: String?
    /// The plaintext. Of an opened page it is a part of the page's own memory.
    public let value: SecretPart

    /// A secret to be sealed.
    public init(name: String, digest: Digest, time: Int64, note: String?, value: SecretPart) {
        (self.name, self.digest, self.time, self.note, self.value) = (name, digest, time, note, value)
    }
}

extension PageRecord: CustomStringConvertible, CustomReflectable {
    /// The name and the value's size, never the value nor the note.
    public var description: String { "PageRecord(\(name), \(value))" }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
