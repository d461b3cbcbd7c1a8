import Testing

@testable import SourceFormat

@Suite struct PlanSettingsTests {
    @Test func readsSettingsAsTheVectorsSay() throws {
        try Vectors.check("plan-settings.txt") { entry in
            let (settings, findings) = PlanSettings.parse(bytes: Array(entry.text.utf8))
            #expect((settings == nil) == findings.containsErrors)
            guard let settings else { return findings.map { "\($0.description)\n" }.joined() }
            let types = settings.types.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.rawValue)" }
            let tag = ReleaseTag(
                path: try PackagePath(parsing: "agents.a"), version: try SemanticVersion(parsing: "1.2.3"))
            let message = settings.tagMessage.message(for: tag, previous: .zero, changelog: "* all\n")
            return """
                types: \(types.joined(separator: ", "))
                message: \(message.debugDescription)
                dependents: \(settings.dependents.rawValue)
                excluded: \(settings.excluded)

                """
        }
    }

    @Test func writesAChangelogThatObeysNobody() throws {
        let tag = ReleaseTag(
            path: try PackagePath(parsing: "agents.a"), version: try SemanticVersion(parsing: "1.2.3"))
        var entry = ChangelogEntry(for: tag)
        let commit = String(repeating: "0123456789", count: 4)
        entry.add(message: "feat(x)!: red \u{1B}[31m\n\nBREAKING CHANGE: two\n  lines", commit: commit)
        entry.add(message: "fix: mend", commit: commit)
        entry.add(message: "No convention\n\nat all", commit: commit)
        entry.add(dependency: try PackagePath(parsing: "resources.skills.s"), version: .zero)
        #expect(
            entry.markdown == """
                ## agents.a 1.2.3

                ### Breaking changes

                - **x:** two lines (0123456)

                ### Features

                - **x:** red \u{241B}[31m (0123456)

                ### Fixes

                - mend (0123456)

                ### Other changes

                - No convention (0123456)

                ### Dependencies

                - resources.skills.s 0.0.0

                """)
    }
}
