import Sealing

/// The organization's own secrets, to be found in a text without being kept.
///
/// Of each form of a value it keeps 32 bits of a keyed hash over eight of its bytes, which the text's bytes are held
/// against at every place, and a keyed hash of the whole form, which decides. The keys are random and live as long as
/// this value does.
public struct OwnValues: Sendable {
    /// The number of bytes that the first, quick comparison takes.
    static let window = 8
    /// Of a longer form, only so many bytes are compared.
    static let longest = 2048

    private struct Form: Sendable {
        let name: Int
        let count: Int
        /// Where in the form the quick comparison's bytes are.
        let offset: Int
        let digest: Digest
    }

    private var names: [String] = []
    private var forms: [UInt32: [Form]] = [:]
    private var filter = [UInt64](repeating: 0, count: 1024)
    private let keys: (UInt64, UInt64)
    private let hash: KeyedHash

    /// Makes values ready to be found, except those that are too weak for it.
    ///
    /// - Throws: ``SealingError`` when there is no randomness or no guarded memory.
    public init(_ values: [(name: String, value: SecretPart)]) throws(SealingError) {
        guard let key = NameKey(try SecretBytes.random(count: NameKey.count).whole) else {
            throw .unavailable
        }
        hash = KeyedHash(key: key, domain: "eigenpal-src/scan/own-value")
        keys = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max) | 1)
        for (name, value) in values {
            value.withBytes { bytes in
                guard !Self.isTooWeak(bytes) else { return }
                names.append(name)
                for form in EncodedForms.all(of: Array(bytes)) { insert(form, name: names.count - 1) }
            }
        }
    }

    /// Whether there is nothing to find.
    public var isEmpty: Bool { names.isEmpty }

    /// Whether a value would turn up by chance: under 8 bytes, words, one of the usual passwords, or regular.
    public static func isTooWeak(_ value: UnsafeRawBufferPointer) -> Bool {
        guard value.count >= window else { return true }
        if Placeholder.isRegular(value) || Placeholder.saysSo(value) || Credentials.isWeak(value) {
            return true
        }
        if value.allSatisfy({ $0 &- 0x30 < 10 }) { return value.count < 12 }
        let measure = Randomness.measure(value)
        if value.starts(with: "http".utf8), measure.perByte < 3.9 { return true }
        return measure.bits < 30 || measure.perByte < 3.4 && measure.bits < 110
    }

    private mutating func insert(_ form: [UInt8], name: Int) {
        let form = Array(form.prefix(Self.longest))
        form.withUnsafeBytes { bytes in
            // The window that says most: many values begin alike.
            let offset = Randomness.richest(bytes, count: Self.window, before: 64)
            let mixed = mix(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            filter[Int(mixed >> 6 & 1023)] |= 1 << (mixed & 63)
            let digest = hash.digest { $0.append(bytes) }
            forms[UInt32(mixed >> 32), default: []].append(
                Form(name: name, count: bytes.count, offset: offset, digest: digest))
        }
    }

    @inline(__always)
    private func mix(_ word: UInt64) -> UInt64 {
        let product = (word ^ keys.0).multipliedFullWidth(by: keys.1)
        return product.high ^ product.low
    }

    /// Reports each value whose window begins in a range, among bytes that may go on behind it.
    func find(
        in text: UnsafeRawBufferPointer, _ range: Range<Int>,
        found: (_ name: String, _ range: Range<Int>) -> Void
    ) {
        guard !isEmpty, let base = text.baseAddress else { return }
        let end = min(range.upperBound, text.count - Self.window + 1)
        guard range.lowerBound < end else { return }
        filter.withUnsafeBufferPointer { filter in
            for position in range.lowerBound..<end {
                let mixed = mix(base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                guard filter[Int(mixed >> 6 & 1023)] >> (mixed & 63) & 1 == 1 else { continue }
                for form in forms[UInt32(mixed >> 32)] ?? [] {
                    let start = position - form.offset
                    guard start >= 0, form.count <= text.count - start else { continue }
                    let whole = start..<start + form.count
                    let digest = hash.digest { $0.append(UnsafeRawBufferPointer(rebasing: text[whole])) }
                    if digest == form.digest { found(names[form.name], whole) }
                }
            }
        }
    }
}
