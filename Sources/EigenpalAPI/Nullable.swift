/// A field that the API documents as optional and, where it is there, as a value or null.
///
/// The two emptinesses differ: a server that says null knows that there is nothing, one that leaves the field out
/// says nothing about it. ``value`` treats both alike.
///
/// ```swift
/// let workflow = try await client.workflows.get("wf_abc123")
/// print(workflow.version.value ?? "never released")
/// ```
public enum Nullable<Value> {
    /// The field is not there.
    case absent
    /// The field is there and null.
    case null
    /// The field's value.
    case value(Value)

    /// A value, or null for nil.
    public init(_ value: Value?) {
        self = value.map(Nullable.value) ?? .null
    }

    /// The value; nil where the field is null or not there.
    public var value: Value? {
        guard case .value(let value) = self else { return nil }
        return value
    }
}

extension Nullable: Sendable where Value: Sendable {}
extension Nullable: Equatable where Value: Equatable {}
extension Nullable: Hashable where Value: Hashable {}

extension Nullable: Decodable where Value: Decodable {
    /// Reads a value or null. Whether the field is there at all, its object's container decides.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .null : .value(try container.decode(Value.self))
    }
}

extension Nullable: Encodable where Value: Encodable {
    /// Writes the value or null. Its object's container leaves an absent field out.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if case .value(let value) = self { try container.encode(value) } else { try container.encodeNil() }
    }
}

// Synthesized Codable code calls these instead of the standard library's for a property of type Nullable, because
// they are the more specific: that is what tells absent from null.

extension KeyedDecodingContainer {
    /// Reads a field that may be absent, null or a value.
    public func decode<Value: Decodable>(
        _ type: Nullable<Value>.Type, forKey key: Key
    ) throws -> Nullable<Value> {
        guard contains(key) else { return .absent }
        return try decodeNil(forKey: key) ? .null : .value(decode(Value.self, forKey: key))
    }
}

extension KeyedEncodingContainer {
    /// Writes a field that may be absent, null or a value.
    public mutating func encode<Value: Encodable>(_ field: Nullable<Value>, forKey key: Key) throws {
        switch field {
        case .absent: break
        case .null: try encodeNil(forKey: key)
        case .value(let value): try encode(value, forKey: key)
        }
    }
}
