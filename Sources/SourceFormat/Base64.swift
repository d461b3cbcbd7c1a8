/// Base64 as RFC 4648 defines it: the standard alphabet, padded, nothing else.
enum Base64 {
    /// How many bytes a text stands for; nil where it is not base64, or not the one way to write those bytes.
    static func byteCount(of text: String) -> Int? {
        let count = text.utf8.count
        guard count % 4 == 0 else { return nil }
        var text = text
        let (padding, last, isRight) = text.withUTF8 { bytes in
            values.withUnsafeBufferPointer { values in
                var padding = 0
                while padding < 2, padding < bytes.count, bytes[bytes.count - 1 - padding] == 0x3D {
                    padding += 1
                }
                // The highest bit of a value says that the byte is none of the alphabet's.
                var all: UInt8 = 0
                for byte in bytes[..<(bytes.count - padding)] { all |= values[Int(byte)] }
                let last = bytes.count > padding ? values[Int(bytes[bytes.count - padding - 1])] : 0
                return (padding, last, all < 0x80)
            }
        }
        guard isRight else { return nil }
        // The bits that padding leaves over are 0.
        switch padding {
        case 0: break
        case 1 where last & 0x03 == 0: break
        case 2 where last & 0x0F == 0: break
        default: return nil
        }
        return count / 4 * 3 - padding
    }

    /// The value of each byte, 0xFF for those that are not in the alphabet.
    private static let values: [UInt8] = (0...UInt8.max).map { value($0) ?? 0xFF }

    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
