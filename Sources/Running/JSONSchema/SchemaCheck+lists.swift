import EigenpalAPI

extension SchemaCheck {
    /// What is wrong with a list's elements.
    mutating func items(
        _ elements: [JSONValue], _ keywords: [String: JSONValue], _ path: ValuePath, _ depth: Int
    ) -> [JSONSchemaIssue] {
        var found: [JSONSchemaIssue] = []
        // Up to draft 2019-09 the first elements' schemas were written as a list in "items", and that of the others in
        // "additionalItems".
        let listed = keywords["items"]?.array
        let first = keywords["prefixItems"]?.array ?? listed ?? []
        let others = listed == nil ? keywords["items"] : keywords["additionalItems"]
        for (index, element) in elements.enumerated() {
            guard let schema = index < first.count ? first[index] : others else { continue }
            let place = path.element(index)
            if index >= first.count, schema == .bool(false) {
                found.append(
                    .init(
                        path: place.text, code: "additional_item", message: "the schema has no such element"))
            } else {
                found += issues(of: element, by: schema, at: place, depth: depth + 1)
            }
        }
        if let schema = keywords["contains"] { found += contains(elements, schema, keywords, path, depth) }
        return found
    }

    private mutating func contains(
        _ elements: [JSONValue], _ schema: JSONValue, _ keywords: [String: JSONValue], _ path: ValuePath,
        _ depth: Int
    ) -> [JSONSchemaIssue] {
        var count = 0
        for (index, element) in elements.enumerated()
        where isValid(element, by: schema, at: path.element(index), depth: depth + 1) {
            count += 1
        }
        let least = keywords["minContains"].flatMap(Rules.count) ?? 1
        if count < least {
            return [
                .init(
                    path: path.text, code: "contains",
                    message: least == 1
                        ? "no element is what the schema asks for one to be"
                        : "\(count) elements are what the schema asks for \(least) to be")
            ]
        }
        if let most = keywords["maxContains"].flatMap(Rules.count), count > most {
            return [
                .init(
                    path: path.text, code: "max_contains",
                    message: "\(count) elements are what at most \(most) may be")
            ]
        }
        return []
    }
}
