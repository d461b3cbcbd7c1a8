import EigenpalAPI
import SourceRepository

/// JSON text as a value, strictly by RFC 8259: duplicate keys are refused, and nesting is bounded to 128 levels.
public enum JSONReader {
    /// Reads a document.
    ///
    /// - Throws: ``RunningError`` with the line, from 1, and the reason.
    public static func value(of text: [UInt8]) throws(RunningError) -> JSONValue {
        do throws(JSONDocument.SyntaxError) {
            return try value(JSONDocument.parse(text))
        } catch {
            throw RunningError("line \(error.line): \(error.message)")
        }
    }

    private static func value(_ node: JSONDocument.Node) throws(JSONDocument.SyntaxError) -> JSONValue {
        switch node.value {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .string(let text): return .string(text)
        case .number(let text):
            if let whole = Int64(text) { return .integer(whole) }
            guard let number = Double(text), number.isFinite else {
                throw JSONDocument.SyntaxError(line: node.line, message: "a number too large to be kept")
            }
            return .number(number)
        case .array(let elements):
            var values: [JSONValue] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try value(element)) }
            return .array(values)
        case .object(let members):
            var fields: [String: JSONValue] = [:]
            for member in members { fields[member.key] = try value(member.node) }
            return .object(fields)
        }
    }
}
