import TestSupport

@testable import SourceFormat

/// Writes secrets files as people do.
final class SecretsAuthor {
    private(set) var generator: SeededGenerator

    init(generator: SeededGenerator) { self.generator = generator }

    /// A file in brackets: JSON, or YAML like it.
    func bracketFile() -> String {
        let isJSON = generator.chance(60)
        func key(_ name: String) -> String { isJSON ? "\"\(name)\"" : name }
        let separator = generator.pick([", ", ",\n  ", ","])
        let names = ["B", "C_1", "DB_URL", "K", "N", "X9"].filter { _ in generator.chance(50) }
        let entries = names.map { name in
            let value = SecretsEditingTests.sealed(generator.next())
            let fields = value.fields.map { "\(key($0.name)): \"\($0.value)\"" }.joined(separator: ", ")
            let description = generator.chance(50) ? "\(key("description")): \"d\", " : ""
            return "\(key(name)): {\(description)\(key("encrypted")): {\(fields)}}"
        }
        let comma =
            !isJSON && !names.isEmpty && generator.chance(30) ? generator.pick([",", ", ", ",\n"]) : ""
        let secrets = "{" + entries.joined(separator: separator) + comma + "}"
        let end = generator.chance(80) ? "\n" : ""
        if isJSON || generator.chance(50) {
            return "{\(key("schemaVersion")): 1,\n \(key("secrets")): \(secrets)}" + end
        }
        return "schemaVersion: 1\nsecrets: \(secrets)" + end
    }

    func file() -> String {
        var names = ["B", "C_1", "DB_URL", "K", "N", "X9"].filter { _ in generator.chance(50) }
        if generator.chance(30) { names.shuffle(using: &generator) }
        var text = comment(0) + "schemaVersion: 1" + end() + comment(0)
        if names.isEmpty {
            text += "secrets: {}" + end()
        } else {
            text += "secrets:" + end()
            let column = generator.pick([2, 2, 4])
            for name in names { text += comment(column) + entry(name, column: column) }
            if generator.chance(30) { text += spaces(column + 2) + "# of the last\n" }
        }
        text += comment(0)
        if generator.chance(15) { text = String(text.dropLast()) }
        return generator.chance(20) ? text.replacing("\n", with: "\r\n") : text
    }

    private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

    private func end() -> String { generator.pick(["\n", "\n", " # why: 'so'\n", "  \n"]) }

    private func comment(_ column: Int) -> String {
        generator.pick(["", "", "\n", spaces(column) + "# comment: \"x\n", "# at the margin\n\n"])
    }

    private func entry(_ name: String, column: Int) -> String {
        let inner = spaces(column + 2)
        let value = SecretsEditingTests.sealed(generator.next())
        let key = generator.pick([name, name, "\"\(name)\"", "'\(name)'"])
        let fields = value.fields.map { field in
            "\(field.name): "
                + YAMLText.scalar(field.value, like: generator.pick([.plain, .singleQuoted, .doubleQuoted]))
        }
        if generator.chance(15) {
            return spaces(column) + "\(key): {encrypted: {\(fields.joined(separator: ", "))}}" + end()
        }
        var text = spaces(column) + key + ":" + end()
        if generator.chance(50) {
            text +=
                inner + "description: "
                + generator.pick(["x", "'it''s'", "\"a: b\"", ">-\n\(inner)  two\n\(inner)  lines"])
            text += text.hasSuffix("lines") ? "\n" : end()
        }
        text += inner + "encrypted:" + end()
        for field in fields.shuffled(using: &generator) {
            text += comment(column + 4) + inner + "  " + field + end()
        }
        return text
    }
}
