@testable import Git
@testable import SourceFormat

extension FuzzTarget {
    /// Every prefix finds what the plainest reader finds, in a file that is sorted as it says.
    static func refs(_ bytes: [UInt8]) {
        func entries(_ prefix: String) -> [ReferenceFiles.Entry]? {
            bytes.withUnsafeBytes { ReferenceFiles.entries(in: $0, prefix: prefix) }
        }
        let all = entries("refs/")
        let prefixes = ["refs/tags/", "refs/heads/", "refs/tags/agents.a@", "refs/zz"]
        let found = prefixes.map(entries)
        guard let all else { return }
        for entry in all {
            require(ObjectID(hex: entry.target.hex) == entry.target, "an id does not read back")
            require(entry.name.hasPrefix("refs/"), "a name of another kind")
        }
        let lines = bytes.split(separator: 0x0A).filter { $0.first != 0x5E && $0.first != 0x23 }
        // The header is a line, too; what stands elsewhere with a # is none.
        let isOrdinary = lines.count == all.count && bytes.dropFirst().allSatisfy { $0 != 0x23 }
        let isSorted = zip(all, all.dropFirst()).allSatisfy {
            $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
        }
        guard isOrdinary, isSorted else { return }
        for (prefix, found) in zip(prefixes, found) {
            let wanted = all.filter { $0.name.utf8.starts(with: prefix.utf8) }
            require(found == nil || found == wanted, "\(prefix) finds \(found ?? []), not \(wanted)")
        }
    }

    /// Names of releases read back, and objects say no more than their text does.
    static func tags(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let quick = ReleaseTag(reading: text)
        do throws(FormatError) {
            let tag = try ReleaseTag(parsing: text)
            require(tag == quick, "the two readers differ")
            require(tag.name == text && ReleaseTag(reading: tag.name) == tag, "\(tag) does not read back")
            require(ReleaseTag.looksLikeRelease(text), "\(tag) does not look like one")
        } catch {
            require(quick == nil, "refused, and read")
        }
        if let tag = ObjectText.tag(bytes) {
            require(
                text.contains(tag.target.hex) || text.lowercased().contains(tag.target.hex), "another target")
            require(tag.message.utf8.count <= text.utf8.count, "more of a message than there is")
            let chain = try? Tag(named: "t", at: tag.target) { _ throws(GitError) in tag }
            require(chain == nil || !tag.leadsToTag, "a chain without an end has one")
        }
        if let commit = ObjectText.commit(bytes, id: .zero) {
            require(commit.parents.count <= bytes.count / 48, "more parents than there is room for")
        }
        if let tree = TreeText(bytes) {
            for entry in tree.entries {
                let name = tree.name(of: entry)
                // What is not UTF-8 is not found by the text that stands for it.
                guard !name.contains("\u{FFFD}") else { continue }
                require(tree.entry(named: name).map(tree.name) == name, "an entry is not found by its name")
            }
        }
    }

    /// What is read and written again reads the same.
    static func config(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self), let config = ConfigFile(text) else {
            return
        }
        var printed = ""
        let names = ["url", "fetch", "helper", "name"]
        let sections = ["remote", "credential", "merge"]
        for section in sections {
            for subsection in config.subsections(of: section) {
                printed += "[\(section) \"\(escaped(subsection))\"]\n"
                for name in names {
                    guard let value = config.value(section, subsection, name) else { continue }
                    printed += "\t\(name) = \"\(escaped(value).replacing("\n", with: "\\n"))\"\n"
                }
            }
        }
        guard let again = ConfigFile(printed) else { return require(false, "does not read back: \(printed)") }
        for section in sections {
            for subsection in config.subsections(of: section) {
                for name in names {
                    require(
                        again.value(section, subsection, name) == config.value(section, subsection, name),
                        "\(section).\(subsection).\(name) reads back as another: \(printed)")
                }
            }
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
