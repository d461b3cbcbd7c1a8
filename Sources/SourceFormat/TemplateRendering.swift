/// Puts values into a template.
struct TemplateRendering {
    private let values: [String: String]

    init(path: PackagePath, name: String, description: String?) {
        let last = path.segments.last ?? ""
        let name = Self.line(name)
        let title = name.isEmpty ? last : name
        var values = ["last": last, "last:yaml": YAMLText.scalar(last), "name": title]
        values["name:yaml"] = YAMLText.scalar(title)
        values["name:json"] = Self.json(title)
        if let description = description.map(Self.line), !description.isEmpty {
            values["description"] = description
            values["description:yaml"] = YAMLText.scalar(description)
            values["description:json"] = Self.json(description)
        }
        self.values = values
    }

    /// The text on one line, without what a terminal would obey.
    static func line(_ text: String) -> String {
        let words = text.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
        return TerminalText.cleaned(words.joined(separator: " "))
    }

    private static func json(_ text: String) -> String {
        var json = JSONText()
        json.append(string: text)
        return json.text
    }

    /// The template with its placeholders replaced, in one pass: what a value holds is never taken for a
    /// placeholder.
    func render(_ template: String) -> String {
        var lines: [String] = []
        var hasDropped = false
        for line in template.split(separator: "\n", omittingEmptySubsequences: false) {
            guard let rendered = render(line: line) else {
                hasDropped = true
                continue
            }
            // A paragraph that is left out takes one of the empty lines around it along.
            let isDoubled = hasDropped && rendered.isEmpty && lines.last == ""
            hasDropped = false
            if !isDoubled { lines.append(rendered) }
        }
        return lines.joined(separator: "\n")
    }

    /// The line with its placeholders replaced; nil where one of them has no value.
    private func render(line: Substring) -> String? {
        let bytes = Array(line.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index...].starts(with: "{{".utf8),
                let length = placeholderLength(bytes[(index + 2)...])
            else {
                result.append(bytes[index])
                index += 1
                continue
            }
            let key = String(decoding: bytes[(index + 2)..<(index + 2 + length)], as: UTF8.self)
            guard let value = values[key] else { return nil }
            result.append(contentsOf: value.utf8)
            index += length + 4
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// How long the word is that `}}` follows; nil for anything else, like the expressions of a workflow.
    private func placeholderLength(_ bytes: ArraySlice<UInt8>) -> Int? {
        let length = bytes.prefix { (0x61...0x7A).contains($0) || $0 == 0x3A }.count
        return length > 0 && bytes.dropFirst(length).starts(with: "}}".utf8) ? length : nil
    }
}
