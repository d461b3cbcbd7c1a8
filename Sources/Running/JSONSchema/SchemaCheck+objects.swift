import EigenpalAPI

extension SchemaCheck {
    /// What is wrong with an object's properties.
    mutating func properties(
        _ fields: [String: JSONValue], _ keywords: [String: JSONValue], _ path: ValuePath, _ depth: Int
    ) -> [JSONSchemaIssue] {
        var found: [JSONSchemaIssue] = []
        let named = keywords["properties"]?.object ?? [:]
        let patterns = (keywords["patternProperties"]?.object ?? [:]).sorted { $0.key < $1.key }
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            let place = path.property(name)
            var isKnown = false
            if let schema = named[name] {
                isKnown = true
                found += issues(of: value, by: schema, at: place, depth: depth + 1)
            }
            for (pattern, schema) in patterns where matches(name, pattern, at: place) == true {
                isKnown = true
                found += issues(of: value, by: schema, at: place, depth: depth + 1)
            }
            if !isKnown, let schema = keywords["additionalProperties"] {
                if schema == .bool(false) {
                    found.append(
                        .init(
                            path: place.text, code: "additional_property",
                            message: "the schema has no such property"))
                } else {
                    found += issues(of: value, by: schema, at: place, depth: depth + 1)
                }
            }
            if let schema = keywords["propertyNames"],
                !isValid(.string(name), by: schema, at: place, depth: depth + 1)
            {
                found.append(
                    .init(path: place.text, code: "property_name", message: "no property may have this name"))
            }
        }
        return found + dependent(fields, keywords, path, depth)
    }

    /// `dependentRequired` and `dependentSchemas`, which draft-07 wrote as `dependencies`.
    private mutating func dependent(
        _ fields: [String: JSONValue], _ keywords: [String: JSONValue], _ path: ValuePath, _ depth: Int
    ) -> [JSONSchemaIssue] {
        var found: [JSONSchemaIssue] = []
        for keyword in ["dependencies", "dependentRequired", "dependentSchemas"] {
            for (name, due) in (keywords[keyword]?.object ?? [:]).sorted(by: { $0.key < $1.key })
            where fields[name] != nil {
                if case .array(let others) = due, keyword != "dependentSchemas" {
                    for other in others.compactMap(\.string) where fields[other] == nil {
                        found.append(
                            .init(
                                path: path.property(other).text, code: "dependent_required",
                                message: "it is required where there is \(name)"))
                    }
                } else if keyword != "dependentRequired" {
                    found += issues(of: .object(fields), by: due, at: path, depth: depth + 1)
                }
            }
        }
        return found
    }
}
