@testable import SourceFormat

extension FuzzTarget {
    /// Whatever is read is written again, in each form, and reads back the same.
    static func dotenv(_ bytes: [UInt8]) {
        let (entries, findings) = DotenvFile.parse(bytes: bytes)
        check(findings, bytes)
        let lines = lineCount(bytes)
        var last = 1
        for entry in entries {
            require(last...lines ~= entry.line, "\(entry.name) is on line \(entry.line) of \(lines)")
            last = entry.line
            require(entry.value?.contains(0) != true, "a value holds NUL")
        }
        if let filled = try? DotenvFile.interpolated(entries, environment: ["HOME": "/home/ada"]) {
            require(filled.map(\.name) == entries.map(\.name), "filling in changes the names")
        }
        var values: [SecretName: [UInt8]] = [:]
        for entry in entries {
            if let name = try? SecretName(parsing: entry.name), let value = entry.value {
                values[name] = value
            }
        }
        let secrets = values.keys.sorted().map { (name: $0, value: values[$0] ?? []) }
        for format in [SecretsImport.Format.dotenv, .json, .yaml] {
            guard let form = SecretsExport.Format(rawValue: format.rawValue) else { continue }
            let printed = SecretsExport.print(secrets, as: form)
            let (read, problems) = SecretsImport.parse(bytes: printed, format: format, file: "")
            require(problems.isEmpty, "\(format): \(problems)")
            var again: [String: [UInt8]] = [:]
            for variable in read { again[variable.name] = variable.value }
            for (name, value) in secrets {
                require(again[name.rawValue] == value, "\(format) changes \(name): \(value)")
            }
            require(again.count == secrets.count, "\(format) has more or fewer names")
        }
    }

    /// A manifest that is valid can name other versions, and says nothing else then.
    static func manifest(_ bytes: [UInt8]) {
        let paths = ["agents/a", "workflows/w", "resources/skills/s"].compactMap {
            try? PackagePath(parsing: $0)
        }
        for path in paths {
            let (manifest, findings) = PackageManifest.parse(bytes: bytes, path: path)
            check(findings, bytes)
            guard let manifest else { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            func pin(_ text: String, _ versions: [PackagePath: SemanticVersion]) -> String {
                must("pinning") { try PackageManifest.pinning(text, path: path, to: versions) }
            }
            var same: [PackagePath: SemanticVersion] = [:]
            for dependency in manifest.dependencies { same[dependency.path] = dependency.version }
            require(pin(text, same).utf8.elementsEqual(bytes), "naming the same versions changes the file")
            let new = SemanticVersion(major: 98, minor: 7, patch: 65)
            let pinned = pin(text, same.mapValues { _ in new })
            let (again, _) = PackageManifest.parse(pinned, path: path)
            require(again?.dependencies.allSatisfy { $0.version == new } == true, "a version is not as named")
            require(again?.name == manifest.name && again?.triggers == manifest.triggers, "more was changed")
            let (twice, _) = PackageManifest.parse(pin(pinned, same), path: path)
            require(twice?.dependencies.map(\.version) == manifest.dependencies.map(\.version), "no way back")
        }
        guard let text = SourceText.decoded(bytes, file: "").0 else { return }
        if let upgrade = try? RootManifest.upgraded(text) {
            let again = must("upgrading") { try RootManifest.upgraded(upgrade.text) }
            require(again.text == upgrade.text && again.changes.isEmpty, "an upgrade is not the last one")
        }
    }

    /// Settings are read, or refused in a line that is there.
    static func settings(_ bytes: [UInt8]) {
        let (settings, findings) = PlanSettings.parse(bytes: bytes)
        check(findings, bytes)
        require(settings != nil || findings.contains { $0.severity == .error }, "refused without a reason")
    }

    /// Each edit says what was meant and leaves all other lines, or is refused.
    static func secrets(_ bytes: [UInt8]) {
        let (file, findings) = SecretsFile.parse(bytes: bytes, file: "")
        check(findings, bytes)
        guard let file, let name = try? SecretName(parsing: "FUZZED") else { return }
        require(Set(file.entries.map(\.name)).count == file.entries.count, "a name is there twice")
        guard file[name] == nil else { return }
        let sealed = SealedValue(
            keyId: "key_1", nonce: "AAAAAAAAAAAAAAAA", ciphertext: "QUJD", tag: "AAAAAAAAAAAAAAAAAAAAAA==")
        guard
            let set = edited({ () throws(FormatError) in
                try file.setting(name, to: sealed, description: "a: b")
            })
        else { return }
        require(set[name]?.value == sealed && set[name]?.description == "a: b", "the secret is not as set")
        require(
            values(set).filter { $0.0 != name }.elementsEqual(values(file), by: ==), "others were changed")
        // In brackets an entry is no line of its own.
        if !file.text.utf8.contains(0x7B) {
            let missing = linesMissing(of: file.text, in: set.text)
            require(missing == 0, "\(missing) lines are gone:\n\(set.text)")
        }
        guard let back = edited({ () throws(FormatError) in try set.removing(name) }) else { return }
        require(values(back).elementsEqual(values(file), by: ==), "removing it again changes others")
        if let first = file.entries.first {
            if let less = edited({ () throws(FormatError) in try file.removing(first.name) }) {
                require(
                    values(less).elementsEqual(values(file).dropFirst(), by: ==), "more than one is removed")
            }
            if let told = edited({ () throws(FormatError) in try file.describing(first.name, as: "new # text")
            }) {
                require(told[first.name]?.description == "new # text", "the description is not as set")
                require(told[first.name]?.value == first.value, "describing changes the value")
            }
        }
        guard let merged = try? SecretsMerge.merge(base: file, ours: file, theirs: set) else { return }
        require(merged.file == set && merged.conflicts.isEmpty, "what one side did is not what comes of it")
    }

    private static func edited(_ body: () throws(FormatError) -> SecretsFile) -> SecretsFile? {
        do throws(FormatError) { return try body() } catch {
            require(
                error.code == "secrets_file_not_editable" || error.code == "secrets_file_too_large",
                "\(error)")
            return nil
        }
    }

    private static func values(_ file: SecretsFile) -> [(SecretName, SealedValue)] {
        file.entries.map { ($0.name, $0.value) }
    }

    /// How many lines of a text are not in another, in their order.
    private static func linesMissing(of text: String, in other: String) -> Int {
        func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
        var rest = other.utf8.split(whereSeparator: isBreak)[...]
        var missing = 0
        for line in text.utf8.split(whereSeparator: isBreak) {
            if let place = rest.firstIndex(where: { $0.elementsEqual(line) }) {
                rest = rest[(place + 1)...]
            } else {
                missing += 1
            }
        }
        return missing
    }

    private static func check(_ findings: [Finding], _ bytes: [UInt8]) {
        let lines = lineCount(bytes)
        for finding in findings {
            require(1...lines ~= finding.line ?? 1, "a finding on line \(finding.line ?? 0) of \(lines)")
            require(
                finding.message.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0 ~= $0.value) },
                "a finding holds a control character")
        }
    }

    private static func lineCount(_ bytes: [UInt8]) -> Int {
        1 + bytes.count { $0 == 0x0A || $0 == 0x0D }
    }
}
