import CLibsodium

/// Overwrites the bytes of an array with zeros, in a way that the compiler does not leave out.
///
/// The array keeps its length. Only this array's own storage is reached: where another value shares it, Swift makes a
/// copy first, the copy is wiped, and the other value keeps its bytes. Storage that the array has outgrown is not
/// reached either; reserve the capacity before a secret is collected.
public func wipe(_ bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes { bytes in
        if let base = bytes.baseAddress { sodium_memzero(base, bytes.count) }
    }
}
