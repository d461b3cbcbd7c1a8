import TestSupport
import Testing
import Yams

@testable import SourceFormat

@Suite struct SecretsMergeTests {
    typealias Sides = [SecretName: SecretConflict.Side]

    private static let names = ["B", "C_1", "DA", "DB_URL", "K", "N", "X9", "Z"]

    private static func sides(_ file: SecretsFile) -> Sides {
        Dictionary(
            uniqueKeysWithValues: file.entries.map {
                ($0.name, SecretConflict.Side(value: $0.value, description: $0.description))
            })
    }

    /// A file with some changes, drawn from few values so that both sides often make the same.
    private static func edited(_ file: SecretsFile, _ generator: inout SeededGenerator) throws -> SecretsFile
    {
        try file.applying(
            (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                let name = try SecretName(parsing: generator.pick(names))
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: return .remove(name)
                case 1:
                    return .describe(name, generator.pick(["", "one", "a \u{2028}\"b\\", "two\nlines é"]))
                default:
                    return .set(
                        name, SecretsEditingTests.sealed(UInt64.random(in: 0..<3, using: &generator)),
                        description: generator.pick([nil, nil, "one"]))
                }
            })
    }

    /// The merge of one secret, the plain way.
    private static func reference(
        _ base: SecretConflict.Side?, _ ours: SecretConflict.Side?, _ theirs: SecretConflict.Side?
    ) -> (
        below: SecretConflict.Side?, isConflict: Bool, ours: SecretConflict.Side?,
        theirs: SecretConflict.Side?
    ) {
        func pick<Part: Equatable>(_ base: Part, _ ours: Part, _ theirs: Part) -> [Part] {
            ours == theirs || theirs == base ? [ours] : ours == base ? [theirs] : [ours, theirs]
        }
        let whole = pick(base, ours, theirs)
        if whole.count == 1 { return (whole[0], false, nil, nil) }
        guard let ours, let theirs else { return (ours ?? theirs, true, ours, theirs) }
        let values = pick(base?.value, ours.value, theirs.value)
        let descriptions = pick(base?.description, ours.description, theirs.description)
        func side(_ values: SealedValue??, _ description: String??) -> SecretConflict.Side {
            .init(value: (values ?? nil) ?? ours.value, description: description ?? nil)
        }
        let (first, last) = (
            side(values.first, descriptions.first), side(values.last, descriptions.last)
        )
        return (first, values.count + descriptions.count > 2, first, last)
    }

    private static func file(_ generator: inout SeededGenerator) throws -> SecretsFile {
        let author = SecretsAuthor(generator: generator)
        let text = author.file()
        generator = author.generator
        return try SecretsEditingTests.parse(text)
    }

    @Test func mergesAreWhatTheSecretsSay() throws {
        var conflicted = 0
        try rounds(1_000, seconds: 2) { _, generator in
            let base = try Self.edited(Self.file(&generator), &generator)
            let ours = try Self.edited(base, &generator)
            let theirs = try Self.edited(base, &generator)
            let (file, conflicts) = try SecretsMerge.merge(base: base, ours: ours, theirs: theirs)
            let (b, o, t, m) = (Self.sides(base), Self.sides(ours), Self.sides(theirs), Self.sides(file))
            let found = Dictionary(uniqueKeysWithValues: file.conflicts.map { ($0.name, $0) })
            let text: Comment = "\(base.text)\n<<<\n\(ours.text)\n===\n\(theirs.text)\n>>>\n\(file.text)"
            for name in Set(b.keys).union(o.keys).union(t.keys) {
                let wanted = Self.reference(b[name], o[name], t[name])
                #expect(m[name] == wanted.below, text)
                #expect(conflicts.contains(name) == wanted.isConflict, text)
                #expect((found[name] != nil) == wanted.isConflict, text)
                if wanted.isConflict {
                    #expect(found[name]?.ours == wanted.ours && found[name]?.theirs == wanted.theirs, text)
                }
                // No value is made up.
                if let value = m[name]?.value {
                    #expect([b[name], o[name], t[name]].contains { $0?.value == value })
                }
            }
            #expect(Set(m.keys).isSubset(of: Set(o.keys).union(t.keys)))
            #expect(conflicts == conflicts.sorted())
            #expect(file.conflictFindings(file: "f").count == conflicts.count)
            conflicted += conflicts.count
            let elsewhere = try Yams.load(yaml: file.text) as? [String: Any]
            #expect((elsewhere?["secrets"] as? [String: Any])?.count == m.count, text)

            // The other way round the same is in conflict, and everything else is the same.
            let (swapped, others) = try SecretsMerge.merge(base: base, ours: theirs, theirs: ours)
            #expect(others == conflicts)
            let clean = m.filter { !conflicts.contains($0.key) }
            #expect(Self.sides(swapped).filter { !conflicts.contains($0.key) } == clean)
            for conflict in swapped.conflicts {
                #expect(conflict.ours == found[conflict.name]?.theirs)
                #expect(conflict.theirs == found[conflict.name]?.ours)
            }
            try Self.checkResolving(file, found, text)
        }
        // There are a hundred rounds at least, however slow the machine.
        #expect(conflicted > 20)
    }

    private static func checkResolving(
        _ file: SecretsFile, _ found: [SecretName: SecretConflict], _ text: Comment
    ) throws {
        let before = sides(file)
        for (name, conflict) in found {
            let value = SecretsEditingTests.sealed(99)
            for (resolution, side) in [
                (SecretConflict.Resolution.ours, conflict.ours), (.theirs, conflict.theirs),
                (.value(value), .init(value: value, description: before[name]?.description)),
            ] {
                let settled = try file.resolving(name, resolution)
                #expect(sides(settled)[name] == side, text)
                #expect(settled.conflicts.map(\.name) == file.conflicts.map(\.name).filter { $0 != name })
                #expect(sides(settled).filter { $0.key != name } == before.filter { $0.key != name })
                #expect(!settled.text.contains("# conflict: \(name) "))
            }
        }
    }

    @Test func oneSideAloneIsTakenAsItIs() throws {
        try rounds(300) { _, generator in
            let base = try Self.file(&generator)
            let other = try Self.edited(base, &generator)
            #expect(try SecretsMerge.merge(base: base, ours: other, theirs: base).file.text == other.text)
            #expect(try SecretsMerge.merge(base: base, ours: base, theirs: other).file.text == other.text)
            #expect(try SecretsMerge.merge(base: base, ours: other, theirs: other).file.text == other.text)
            #expect(try SecretsMerge.merge(base: base, ours: base, theirs: other).conflicts.isEmpty)
        }
    }

    @Test func vectors() throws {
        try Vectors.check("secrets-merges.txt") { entry in
            let base = try SecretsEditingTests.parse(entry.text)
            let ours = try SecretsEditingTests.parse(try #require(entry.parts["ours"]))
            let theirs = try SecretsEditingTests.parse(try #require(entry.parts["theirs"]))
            do throws(FormatError) {
                let (file, conflicts) = try SecretsMerge.merge(base: base, ours: ours, theirs: theirs)
                let findings = file.conflictFindings(file: "f").map { "\($0)\n" }.joined()
                return "conflicts: \(conflicts)\n\(findings)\(file.text)"
            } catch {
                return "\(error.code): \(error)\n"
            }
        }
    }

    // MARK: Conflicts that stayed

    private static let value = SecretsEditingTests.sealed

    /// Three files in which A is in conflict, and the merged one.
    private static func conflict() throws -> (base: SecretsFile, ours: SecretsFile, file: SecretsFile) {
        let name = try SecretName(parsing: "A")
        let base = try SecretsFile.empty.setting(name, to: value(1), description: "x")
        let ours = try base.setting(name, to: value(2))
        let file = try SecretsMerge.merge(
            base: base, ours: ours, theirs: try base.setting(name, to: value(3))
        ).file
        return (base, ours, file)
    }

    @Test func aConflictThatWasSettledOnOneSideStaysSettled() throws {
        let (_, _, file) = try Self.conflict()
        let name = try SecretName(parsing: "A")
        let settled = try file.resolving(name, .theirs)
        for (ours, theirs) in [(settled, file), (file, settled)] {
            let merged = try SecretsMerge.merge(base: file, ours: ours, theirs: theirs)
            #expect(merged.file.text == settled.text && merged.conflicts.isEmpty)
        }
    }

    @Test func aConflictOfTheOtherSideComesAlong() throws {
        let (base, _, file) = try Self.conflict()
        let other = try base.setting(try SecretName(parsing: "B"), to: Self.value(4))
        let merged = try SecretsMerge.merge(base: base, ours: other, theirs: file)
        #expect(merged.conflicts.map(\.rawValue) == ["A"])
        #expect(merged.file.conflicts == file.conflicts)
        #expect(merged.file.entries.count == 2)
    }

    /// Git merges the bases first where there are several, and their conflict is no side's choice.
    @Test func aBaseInConflictSettlesNothing() throws {
        let (_, ours, file) = try Self.conflict()
        let name = try SecretName(parsing: "A")
        let theirs = try file.resolving(name, .theirs)
        #expect(try SecretsMerge.merge(base: file, ours: ours, theirs: theirs).conflicts == [name])
        #expect(try SecretsMerge.merge(base: file, ours: ours, theirs: ours).conflicts == [])
    }

    @Test func conflictsUponConflictsAreRefused() throws {
        let (base, _, file) = try Self.conflict()
        let theirs = try base.setting(try SecretName(parsing: "A"), to: Self.value(5))
        let error = #expect(throws: FormatError.self) {
            try SecretsMerge.merge(base: base, ours: file, theirs: theirs)
        }
        #expect(error?.code == "secrets_merge_unresolved")
    }

    @Test func settingAValueKeepsTheOtherSide() throws {
        let (_, _, file) = try Self.conflict()
        let name = try SecretName(parsing: "A")
        let set = try file.setting(name, to: Self.value(6))
        #expect(set.conflicts.first?.theirs == file.conflicts.first?.theirs)
        #expect(try file.removing(name).conflicts.isEmpty)
        let error = #expect(throws: FormatError.self) {
            try file.resolving(name, .ours).resolving(name, .ours)
        }
        #expect(error?.code == "no_conflict")
    }

    @Test func aDamagedCommentIsTold() throws {
        let (_, _, file) = try Self.conflict()
        let name = try SecretName(parsing: "A")
        var damagedCount = 0
        let text = Array(file.text.utf8)
        let begin = try #require(file.text.utf8.firstRange(of: Array("# conflict".utf8))?.lowerBound)
        let end = try #require(file.text.utf8.firstRange(of: Array("    description".utf8))?.lowerBound)
        let offset = file.text.utf8.distance(from: file.text.startIndex, to: begin)
        let stop = file.text.utf8.distance(from: file.text.startIndex, to: end)
        for place in offset..<stop {
            for byte in [text[place] ^ 1, text[place] ^ 0x20, 0x0A, 0x20] as [UInt8] {
                var bytes = text
                bytes[place] = byte
                guard let read = SecretsFile.parse(bytes: bytes, file: "f").0 else { continue }
                let findings = read.conflictFindings(file: "f")
                // One flip never makes a conflict vanish.
                #expect(findings.count == 1, "\(read.text)")
                for conflict in read.conflicts { #expect(conflict.theirs?.value.problems.isEmpty != false) }
                guard findings.first?.code == "damaged_secret_conflict" else { continue }
                damagedCount += 1
                #expect(throws: FormatError.self) { try read.resolving(name, .theirs) }
                let settled = try read.resolving(name, .value(Self.value(7)))
                #expect(settled[name]?.value == Self.value(7) && settled.conflictFindings(file: "f").isEmpty)
                let error = #expect(throws: FormatError.self) {
                    try SecretsMerge.merge(base: .empty, ours: read, theirs: file)
                }
                #expect(error?.code == "damaged_secret_conflict")
            }
        }
        #expect(damagedCount > 100)
    }

    @Test func damagedFilesNeverCrashAMerge() throws {
        let (base, ours, file) = try Self.conflict()
        try rounds(1_000) { _, generator in
            let bytes = damaged(Array(file.text.utf8), alphabet: "#{}\":,\n \\", using: &generator)
            guard let read = SecretsFile.parse(bytes: bytes, file: "f").0 else { return }
            for (base, ours, theirs) in [(base, ours, read), (base, read, ours), (read, base, ours)] {
                _ = try? SecretsMerge.merge(base: base, ours: ours, theirs: theirs)
            }
            for name in read.entries.map(\.name) { _ = try? read.resolving(name, .theirs) }
        }
    }

    /// Whatever stands before them, the marks of Git are told by their line.
    @Test(arguments: ["<<<<<<< HEAD", "=======", ">>>>>>> topic", "||||||| base"])
    func theMarksOfGitAreFound(mark: String) throws {
        let (_, ours, _) = try Self.conflict()
        for length in 0..<20 {
            for lineBreak in ["\n", "\r\n"] {
                let text =
                    "#" + String(repeating: "=", count: length % 6) + String(repeating: "x", count: length)
                    + "\n" + mark + lineBreak + ours.text
                let (file, findings) = SecretsFile.parse(text, file: "f")
                #expect(file == nil && findings.map { "\($0.line ?? 0) \($0.code)" } == ["2 merge_conflict"])
            }
        }
        let harmless = ours.text + "#======= <<<<<<< HEAD\n# >>>>>>> x\n"
        #expect(try SecretsEditingTests.parse(harmless).entries.count == 1)
    }

    @Test func aCommentOfAPersonIsNoConflict() throws {
        let (_, ours, _) = try Self.conflict()
        for comment in [
            "# conflict: none", "# theirs: the other team's", "# ours: since May", "# conflict: B was",
        ] {
            let text = ours.text.replacing("  A:\n", with: "  A:\n    \(comment)\n")
            #expect(try SecretsEditingTests.parse(text).conflictFindings(file: "f").isEmpty)
        }
    }
}
