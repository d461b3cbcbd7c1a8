import EigenpalAPI

/// The rules of a schema that need no other schema.
enum Rules {
    static func issues(
        of value: JSONValue, _ keywords: [String: JSONValue], at path: ValuePath
    ) -> [JSONSchemaIssue] {
        var found: [JSONSchemaIssue] = []
        func add(_ code: String, _ message: String, at place: ValuePath? = nil) {
            found.append(.init(path: (place ?? path).text, code: code, message: message))
        }
        if let type = keywords["type"] {
            let names = type.string.map { [$0] } ?? type.array?.compactMap(\.string) ?? []
            if !names.isEmpty, !names.contains(where: { isOf($0, value) }) {
                add(
                    "invalid_type",
                    "it is \(kind(value)), and must be \(names.map(article).joined(separator: " or "))")
            }
        }
        if let values = keywords["enum"]?.array, !values.contains(where: { isEqual($0, value) }) {
            let few = values.prefix(10).map(short).joined(separator: ", ")
            add("enum", "it must be one of \(few)\(values.count > 10 ? ", …" : "")")
        }
        if let due = keywords["const"], !isEqual(due, value) { add("const", "it must be \(short(due))") }
        switch value {
        case .integer, .number: numbers(value, keywords, add)
        case .string(let text):
            let length = text.unicodeScalars.count
            if let least = keywords["minLength"].flatMap(count), length < least {
                add("min_length", "it has \(length) characters, and must have at least \(least)")
            }
            if let most = keywords["maxLength"].flatMap(count), length > most {
                add("max_length", "it has \(length) characters, and may have at most \(most)")
            }
        case .array(let elements):
            if let least = keywords["minItems"].flatMap(count), elements.count < least {
                add("min_items", "it has \(elements.count) elements, and must have at least \(least)")
            }
            if let most = keywords["maxItems"].flatMap(count), elements.count > most {
                add("max_items", "it has \(elements.count) elements, and may have at most \(most)")
            }
            if keywords["uniqueItems"] == .bool(true), hasDuplicates(elements) {
                add("unique_items", "an element is there twice")
            }
        case .object(let fields):
            for name in (keywords["required"]?.array ?? []).compactMap(\.string) where fields[name] == nil {
                add("required", "it is required", at: path.property(name))
            }
            if let least = keywords["minProperties"].flatMap(count), fields.count < least {
                add("min_properties", "it has \(fields.count) properties, and must have at least \(least)")
            }
            if let most = keywords["maxProperties"].flatMap(count), fields.count > most {
                add("max_properties", "it has \(fields.count) properties, and may have at most \(most)")
            }
        default: break
        }
        return found
    }

    private static func numbers(
        _ value: JSONValue, _ keywords: [String: JSONValue], _ add: (String, String, ValuePath?) -> Void
    ) {
        func bound(_ keyword: String) -> JSONValue? {
            keywords[keyword].flatMap { $0.number == nil ? nil : $0 }
        }
        if let least = bound("minimum"), isLess(value, least) {
            add("minimum", "it must be at least \(short(least))", nil)
        }
        if let most = bound("maximum"), isLess(most, value) {
            add("maximum", "it must be at most \(short(most))", nil)
        }
        if let least = bound("exclusiveMinimum"), !isLess(least, value) {
            add("exclusive_minimum", "it must be greater than \(short(least))", nil)
        }
        if let most = bound("exclusiveMaximum"), !isLess(value, most) {
            add("exclusive_maximum", "it must be less than \(short(most))", nil)
        }
        if let unit = bound("multipleOf"), !isMultiple(value, of: unit) {
            add("multiple_of", "it must be a multiple of \(short(unit))", nil)
        }
    }

    // MARK: Numbers

    /// A keyword's count, which may be written `2.0`.
    static func count(_ value: JSONValue) -> Int? {
        switch value {
        case .integer(let number): Int(exactly: number)
        case .number(let number): Int(exactly: number)
        default: nil
        }
    }

    /// Whether one number is less than the other; exactly, also where a double cannot hold a whole number.
    private static func isLess(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right
        case (.integer(let left), .number(let right)): isLess(left, right)
        case (.number(let left), .integer(let right)): left != Double(exactly: right) && !isLess(right, left)
        case (.number(let left), .number(let right)): left < right
        default: false
        }
    }

    private static func isLess(_ left: Int64, _ right: Double) -> Bool {
        if right >= 0x1p63 { return true }
        if right < -0x1p63 { return false }
        let whole = Int64(right.rounded(.down))
        return left < whole || (left == whole && right > right.rounded(.down))
    }

    private static func isMultiple(_ value: JSONValue, of unit: JSONValue) -> Bool {
        if case .integer(let value) = value, case .integer(let unit) = unit, unit != 0 {
            return value.quotientAndRemainder(dividingBy: unit == -1 ? 1 : unit).remainder == 0
        }
        guard let value = value.number, let unit = unit.number, unit != 0 else { return true }
        let quotient = value / unit
        // 0.3 is three times 0.1 to people, though not to the machine.
        guard quotient.isFinite else { return value.remainder(dividingBy: unit) == 0 }
        return abs(quotient - quotient.rounded()) <= abs(quotient) * 1e-15
    }

    // MARK: Equality

    /// Whether two values are equal as JSON has it: `1` and `1.0` are.
    static func isEqual(_ left: JSONValue, _ right: JSONValue) -> Bool { normal(left) == normal(right) }

    /// A value in the one form that equal values share.
    static func normal(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let number): Int64(exactly: number).map { .integer($0) } ?? value
        case .array(let elements): .array(elements.map(normal))
        case .object(let fields): .object(fields.mapValues(normal))
        default: value
        }
    }

    private static func hasDuplicates(_ elements: [JSONValue]) -> Bool {
        var seen: Set<JSONValue> = []
        return elements.contains { !seen.insert(normal($0)).inserted }
    }

    // MARK: Words

    private static func isOf(_ type: String, _ value: JSONValue) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object),
            ("integer", .integer), ("number", .integer), ("number", .number):
            true
        case ("integer", .number(let number)): number.rounded() == number
        default: false
        }
    }

    private static func kind(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }

    private static func article(_ type: String) -> String {
        switch type {
        case "null": "null"
        case "integer": "a whole number"
        case "array": "a list"
        case "object": "an object"
        default: "a \(type)"
        }
    }

    /// A value in a few words.
    private static func short(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .string(let text): "\"\(text.prefix(60))\(text.count > 60 ? "…" : "")\""
        case .array: "a certain list"
        case .object: "a certain object"
        }
    }
}
