import Crypto
import EigenpalAPI
import NIOCore

/// The answer with sealed secrets, made in one go: each secret is sealed and written, without a value for each of its parts in
/// between, and the parts of a long batch at the same time.
struct SealedBatch: Sendable {
    private let secrets: [(plaintext: [UInt8], binding: SecretBinding)]
    private let key: SealingKey

    /// How many secrets are worth a task of their own.
    private static let leastPart = 128
    /// What a secret's part of the answer takes beside its name and its ciphertext.
    private static let usualOverhead = 192

    /// - Parameter secrets: no two of one name. In order of their names, as all keys of an answer are, they are put here.
    init(_ secrets: [(plaintext: [UInt8], binding: SecretBinding)], _ key: SealingKey) {
        self.secrets = secrets.sorted {
            $0.binding.secretName.utf8.lexicographicallyPrecedes($1.binding.secretName.utf8)
        }
        self.key = key
    }

    /// The answer, byte for byte what the encoder makes of ``SourceSecretsEncryptResponse``.
    func json() async throws(KeyRing.Failure) -> [UInt8] {
        let count = max(1, min(System.coreCount, secrets.count / Self.leastPart))
        let size = (secrets.count + count - 1) / count
        let ranges = stride(from: 0, to: secrets.count, by: max(size, 1)).map {
            $0..<min($0 + size, secrets.count)
        }
        let parts = await withTaskGroup(of: (Int, Result<[UInt8], KeyRing.Failure>).self) { group in
            for range in ranges.dropFirst() { group.addTask { (range.lowerBound, part(range)) } }
            // The first is done here: it need not wait for another thread.
            var parts = ranges.first.map { [(0, part($0))] } ?? []
            for await part in group { parts.append(part) }
            return parts.sorted { $0.0 < $1.0 }
        }
        var json = Array("{\"secrets\":{".utf8)
        for (index, part) in parts.enumerated() {
            if index > 0 { json.append(0x2C) }
            json += try part.1.get()
        }
        json += "}}".utf8
        return json
    }

    /// The answer to a request for one secret, byte for byte what the encoder makes of it.
    func singleJSON() throws(KeyRing.Failure) -> [UInt8] {
        var json = QuickJSONWriter(
            capacity: Self.usualOverhead + 4 * (secrets.first?.plaintext.count ?? 0) / 3)
        json.raw("{\"encrypted\":")
        try key.seal(secrets.prefix(1)) { _, box in write(box, to: &json) }
        json.raw("}")
        return json.bytes
    }

    private func part(_ range: Range<Int>) -> Result<[UInt8], KeyRing.Failure> {
        let room = secrets[range].reduce(0) {
            $0 + Self.usualOverhead + $1.binding.secretName.utf8.count + 4 * $1.plaintext.count / 3
        }
        var json = QuickJSONWriter(capacity: room)
        var count = 0
        do throws(KeyRing.Failure) {
            try key.seal(secrets[range]) { binding, box in
                json.comma(before: count)
                json.string(binding.secretName)
                json.raw(":")
                write(box, to: &json)
                count += 1
            }
        } catch {
            return .failure(error)
        }
        return .success(json.bytes)
    }

    private func write(_ box: AES.GCM.SealedBox, to json: inout QuickJSONWriter) {
        json.raw("{\"algorithm\":\"aes-256-gcm\",\"ciphertext\":")
        json.base64(box.ciphertext)
        json.raw(",\"keyId\":")
        json.string(key.id)
        json.raw(",\"nonce\":")
        json.base64(box.nonce)
        json.raw(",\"tag\":")
        json.base64(box.tag)
        json.raw("}")
    }
}
