/// Base64 as RFC 4648 defines it: the standard alphabet, padded, nothing else.
enum Base64 {
    /// How many bytes a text stands for; nil where it is not base64, or not the one way to write those bytes.
    static func byteCount(of text: String) -> Int? {
        let bytes = text.utf8
        guard bytes.count % 4 == 0 else { return nil }
        var padding = 0
        var last: UInt8 = 0
        for byte in bytes {
            if byte == 0x3D {
                padding += 1
                continue
            }
            guard padding == 0, let value = value(byte) else { return nil }
            last = value
        }
        // The bits that padding leaves over are 0.
        switch padding {
        case 0: break
        case 1 where last & 0x03 == 0: break
        case 2 where last & 0x0F == 0: break
        default: return nil
        }
        return bytes.count / 4 * 3 - padding
    }

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
