// An open type keeps the keys it does not know, and writes them back: a client of today passes on what a server of
// tomorrow adds.

extension Decoder {
    /// The object's fields whose keys are not among `Key`.
    func additionalFields<Key: CodingKey & CaseIterable>(
        besides known: Key.Type
    ) throws -> [String: JSONValue] {
        let container = try container(keyedBy: AnyKey.self)
        var fields: [String: JSONValue] = [:]
        for key in container.allKeys where Key(stringValue: key.stringValue) == nil {
            fields[key.stringValue] = try container.decode(JSONValue.self, forKey: key)
        }
        return fields
    }
}

extension Encoder {
    /// Writes fields beside the known ones. A key among `Key` is left out: the typed property is its truth.
    func encodeAdditional<Key: CodingKey & CaseIterable>(
        _ fields: [String: JSONValue], besides known: Key.Type
    ) throws {
        guard !fields.isEmpty else { return }
        var container = container(keyedBy: AnyKey.self)
        for (key, value) in fields where Key(stringValue: key) == nil {
            try container.encode(value, forKey: AnyKey(key))
        }
    }
}
