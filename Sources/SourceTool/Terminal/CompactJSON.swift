import EigenpalAPI

/// JSON in the making, without white space: what the encoder writes too, for answers so long that it would take longer
/// than all else the verb does.
struct CompactJSON {
    private var writer = QuickJSONWriter(capacity: 1 << 16)
    private var needsComma = false

    /// What is written so far, in UTF-8.
    var bytes: [UInt8] { writer.bytes }

    /// Writes an object; `body` writes its members, in the order of their keys.
    mutating func object(_ body: (inout CompactJSON) -> Void) { nested("{", "}", body) }

    /// Writes an array; `body` writes its elements.
    mutating func array(_ body: (inout CompactJSON) -> Void) { nested("[", "]", body) }

    /// Writes the key of a member; its value comes next.
    mutating func key(_ name: StaticString) {
        separate()
        writer.raw("\"")
        writer.raw(name)
        writer.raw("\":")
        needsComma = false
    }

    /// Writes a member that is a string; nothing where there is none.
    mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        key(name)
        string(value)
    }

    /// Writes a member that is true or false.
    mutating func member(_ name: StaticString, _ value: Bool) {
        key(name)
        writer.raw(value ? "true" : "false")
        needsComma = true
    }

    /// Writes a member that is a whole number.
    mutating func member(_ name: StaticString, _ value: Int) {
        key(name)
        writer.number(value)
        needsComma = true
    }

    /// Writes a string.
    mutating func string(_ value: String) {
        separate()
        writer.string(value)
        needsComma = true
    }

    private mutating func nested(
        _ open: StaticString, _ close: StaticString, _ body: (inout CompactJSON) -> Void
    ) {
        separate()
        writer.raw(open)
        needsComma = false
        body(&self)
        writer.raw(close)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { writer.raw(",") }
        needsComma = false
    }
}
