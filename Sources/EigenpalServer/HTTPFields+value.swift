import HTTPTypes

extension HTTPFields {
    /// A field's value, which mostly stands there once: what the subscript tells, without the work of joining several.
    func value(_ name: HTTPField.Name) -> String? {
        let values = self[values: name]
        return values.count > 1 ? self[name] : values.first
    }
}
