import CLibsodium

/// The 32-byte key of keyed hashes: who has it can name things and check names, who has not learns nothing from one.
public struct NameKey: Sendable, Equatable {
    /// The number of bytes.
    public static let count = 32

    let bytes: SecretPart

    /// A key of 32 bytes; nil for any other number of them.
    public init?(_ bytes: SecretPart) {
        guard bytes.count == Self.count else { return nil }
        self.bytes = bytes
    }
}

/// BLAKE2b-256 under a ``NameKey``, over a domain and any number of parts.
///
/// Each part, the domain too, is preceded by its length, so that two different lists of parts are never the same
/// input. The length is written in LEB128: seven bits a byte, the lowest first, the top bit set in all but the last.
public struct KeyedHash: Sendable {
    private let key: NameKey
    /// The parts that all that is hashed begins with; the domain is the first.
    private let beginning: [UInt8]

    /// The hash for one purpose, which `domain` names.
    public init(key: NameKey, domain: String) {
        self.init(key: key, domain: domain) { _ in }
    }

    /// The hash for one purpose, which `domain` names, of what begins with the parts that `add` adds.
    init(key: NameKey, domain: String, beginningWith add: (inout Parts) -> Void) {
        func write(_ parts: inout Parts) {
            parts.append(domain)
            add(&parts)
        }
        var size = Parts(writer: ByteWriter())
        write(&size)
        var beginning = [UInt8](repeating: 0, count: size.writer.count)
        beginning.withMutableBytes { target in
            var parts = Parts(writer: ByteWriter(into: target))
            write(&parts)
        }
        (self.key, self.beginning) = (key, beginning)
    }

    /// The parts of what is hashed.
    public struct Parts {
        fileprivate var writer: ByteWriter

        /// Adds a part.
        public mutating func append(_ bytes: UnsafeRawBufferPointer) {
            appendLength(bytes.count)
            writer.append(bytes)
        }

        /// Adds the UTF-8 of a text as a part.
        public mutating func append(_ text: String) {
            appendLength(text.utf8.count)
            writer.append(text)
        }

        /// Adds the bytes of a digest as a part.
        public mutating func append(_ digest: Digest) {
            digest.withBytes { append($0) }
        }

        private mutating func appendLength(_ count: Int) {
            var rest = UInt64(count)
            while rest >= 0x80 {
                writer.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            writer.append(UInt8(truncatingIfNeeded: rest))
        }
    }

    /// The hash of the parts that `add` adds, 32 bytes.
    ///
    /// - Parameter add: called twice, first to count; it has to add the same parts both times. The parts together
    ///   are copied for the length of this call, and that copy is wiped.
    public func digest(_ add: (inout Parts) -> Void) -> Digest {
        var size = Parts(writer: ByteWriter())
        add(&size)
        return withUnsafeTemporaryAllocation(byteCount: beginning.count + size.writer.count, alignment: 8) {
            message in
            var parts = Parts(writer: ByteWriter(into: message))
            beginning.withBytes { parts.writer.append($0) }
            add(&parts)
            let digest = hash(UnsafeRawBufferPointer(message))
            if let base = message.baseAddress { sodium_memzero(base, message.count) }
            return digest
        }
    }

    /// The first 16 bytes of the hash of the parts that `add` adds; see ``digest(_:)``.
    public func tag(_ add: (inout Parts) -> Void) -> PageTag { digest(add).shortened }

    private func hash(_ message: UnsafeRawBufferPointer) -> Digest {
        key.bytes.withPointer { key in
            Digest { digest in
                _ = crypto_generichash(
                    digest, Digest.count, message.bytePointer, UInt64(message.count), key, NameKey.count)
            }
        }
    }
}

/// BLAKE2b-256 without a key: finds bytes that changed by accident, and stands for long ones under a keyed hash.
///
/// The caller has libsodium ready.
func checksum(_ bytes: UnsafeRawBufferPointer) -> Digest {
    Digest { digest in
        _ = crypto_generichash(digest, Digest.count, bytes.bytePointer, UInt64(bytes.count), nil, 0)
    }
}
