/// A value that has a quick way to and from JSON beside the encoder's and the decoder's, with the same outcome.
package protocol QuickJSON: Codable {
    /// Reads a value; nil where only the decoder can, or can say what is wrong.
    init?(quickJSON bytes: [UInt8])
    /// What the encoder writes with sorted keys and slashes as they are; nil where only the encoder can write it.
    var quickJSON: [UInt8]? { get }
}

extension SourceSecretsEncryptBody: QuickJSON {
    package init?(quickJSON bytes: [UInt8]) {
        let read = QuickJSONReader.read(bytes) { reader -> SourceSecretsEncryptBody? in
            var body = SourceSecretsEncryptBody(secrets: [])
            body.secrets = nil
            let isRead = reader.object { reader, key in
                switch key {
                case "organizationId": return reader.string(into: &body.organizationId)
                case "plaintext": return reader.string(into: &body.plaintext)
                case "secretName": return reader.string(into: &body.secretName)
                case "secrets": return body.secrets == nil && Self.read(&reader, &body.secrets)
                case "sourcePath": return reader.string(into: &body.sourcePath)
                default: return false
                }
            }
            return isRead ? body : nil
        }
        guard let read else { return nil }
        self = read
    }

    package var quickJSON: [UInt8]? {
        let items = secrets ?? []
        guard additional.isEmpty, items.allSatisfy(\.additional.isEmpty) else { return nil }
        let texts = [organizationId, plaintext, secretName, sourcePath]
        let room = items.reduce(texts.reduce(128) { $0 + ($1.map(QuickJSONWriter.mostBytes) ?? 0) }) {
            $0 + $1.mostBytes
        }
        var json = QuickJSONWriter(capacity: room)
        json.raw("{")
        var count = 0
        func member(_ name: StaticString, _ text: String?) {
            guard let text else { return }
            json.comma(before: count)
            json.raw(name)
            json.string(text)
            count += 1
        }
        member("\"organizationId\":", organizationId)
        member("\"plaintext\":", plaintext)
        member("\"secretName\":", secretName)
        if let secrets {
            json.comma(before: count)
            json.raw("\"secrets\":[")
            for (index, item) in secrets.enumerated() {
                json.comma(before: index)
                item.write(to: &json)
            }
            json.raw("]")
            count += 1
        }
        member("\"sourcePath\":", sourcePath)
        json.raw("}")
        return json.bytes
    }

    private static func read(_ reader: inout QuickJSONReader, _ target: inout [Item]?) -> Bool {
        var items: [Item] = []
        let isRead = reader.array { reader in
            var (path, name, plaintext): (String?, String?, String?)
            let isRead = reader.object { reader, key in
                switch key {
                case "plaintext": return reader.string(into: &plaintext)
                case "secretName": return reader.string(into: &name)
                case "sourcePath": return reader.string(into: &path)
                default: return false
                }
            }
            guard isRead, let path, let name, let plaintext else { return false }
            items.append(Item(sourcePath: path, secretName: name, plaintext: plaintext))
            return true
        }
        guard isRead else { return false }
        target = items
        return true
    }
}

extension SourceSecretsEncryptBody.Item {
    fileprivate var mostBytes: Int {
        64 + QuickJSONWriter.mostBytes(of: sourcePath) + QuickJSONWriter.mostBytes(of: secretName)
            + QuickJSONWriter.mostBytes(of: plaintext)
    }

    fileprivate func write(to json: inout QuickJSONWriter) {
        json.raw("{\"plaintext\":")
        json.string(plaintext)
        json.raw(",\"secretName\":")
        json.string(secretName)
        json.raw(",\"sourcePath\":")
        json.string(sourcePath)
        json.raw("}")
    }
}

extension SourceSecretsEncryptResponse: QuickJSON {
    package init?(quickJSON bytes: [UInt8]) {
        let read = QuickJSONReader.read(bytes) { reader -> SourceSecretsEncryptResponse? in
            var answer = SourceSecretsEncryptResponse()
            let isRead = reader.object { reader, key in
                switch key {
                case "encrypted":
                    guard answer.encrypted == nil, let value = EncryptedSecret(quickly: &reader) else {
                        return false
                    }
                    answer.encrypted = value
                    return true
                case "secrets": return answer.secrets == nil && Self.read(&reader, &answer.secrets)
                default: return false
                }
            }
            return isRead ? answer : nil
        }
        guard let read else { return nil }
        self = read
    }

    package var quickJSON: [UInt8]? {
        let sorted = (secrets ?? [:]).sorted { $0.key < $1.key }
        // The order of other texts is the encoder's own.
        guard sorted.allSatisfy({ $0.key.utf8.allSatisfy { $0 < 0x80 } }) else { return nil }
        var json = QuickJSONWriter(capacity: 256 + 384 * sorted.count)
        json.raw("{")
        if let encrypted {
            json.raw("\"encrypted\":")
            encrypted.write(to: &json)
        }
        if secrets != nil {
            json.comma(before: encrypted == nil ? 0 : 1)
            json.raw("\"secrets\":{")
            for (index, (name, secret)) in sorted.enumerated() {
                json.comma(before: index)
                json.string(name)
                json.raw(":")
                secret.write(to: &json)
            }
            json.raw("}")
        }
        json.raw("}")
        return json.bytes
    }

    private static func read(
        _ reader: inout QuickJSONReader, _ target: inout [String: EncryptedSecret]?
    ) -> Bool {
        var secrets: [String: EncryptedSecret] = [:]
        let isRead = reader.object { reader, key in
            guard let name = key.text, let secret = EncryptedSecret(quickly: &reader) else {
                return false
            }
            return secrets.updateValue(secret, forKey: name) == nil
        }
        guard isRead else { return false }
        target = secrets
        return true
    }
}

extension EncryptedSecret {
    fileprivate init?(quickly reader: inout QuickJSONReader) {
        var (algorithm, keyId, nonce): (String?, String?, String?)
        var (ciphertext, tag): (String?, String?)
        let isRead = reader.object { reader, key in
            switch key {
            case "algorithm": return reader.string(into: &algorithm)
            case "ciphertext": return reader.string(into: &ciphertext)
            case "keyId": return reader.string(into: &keyId)
            case "nonce": return reader.string(into: &nonce)
            case "tag": return reader.string(into: &tag)
            default: return false
            }
        }
        guard isRead, let algorithm, let keyId, let nonce, let ciphertext, let tag else { return nil }
        self.init(algorithm: algorithm, keyId: keyId, nonce: nonce, ciphertext: ciphertext, tag: tag)
    }

    fileprivate func write(to json: inout QuickJSONWriter) {
        json.raw("{\"algorithm\":")
        json.string(algorithm)
        json.raw(",\"ciphertext\":")
        json.string(ciphertext)
        json.raw(",\"keyId\":")
        json.string(keyId)
        json.raw(",\"nonce\":")
        json.string(nonce)
        json.raw(",\"tag\":")
        json.string(tag)
        json.raw("}")
    }
}
