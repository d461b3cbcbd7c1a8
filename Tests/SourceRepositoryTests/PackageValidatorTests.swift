import Foundation
import Git
import SourceFormat
import SourceRepository
import TestSupport
import Testing

@Suite struct PackageValidatorTests {
    /// What is said of a package, or of everything: of the working tree and of its commit alike.
    private func findings(
        _ package: String? = nil, _ files: [String: String]..., root: [String: String] = Sample.root,
        prepare: (RepositoryBuilder) async throws -> Void = { _ in }
    ) async throws -> [Finding] {
        let builder = try await RepositoryBuilder()
        try builder.write(root)
        for files in files { try builder.write(files) }
        try await prepare(builder)
        try await builder.commit()
        let repository = try builder.open()
        let committed = try CommitFiles(repository: repository, commit: try await builder.head())
        let validators = [
            PackageValidator(files: WorkingFiles(directory: builder.path)),
            PackageValidator(files: committed),
        ]
        let answers = validators.map { validator in
            package.map { validator.validate(packagePath($0)) } ?? validator.validateAll()
        }
        #expect(answers[0] == answers[1])
        for finding in answers[0] {
            #expect(!finding.message.isEmpty && !finding.message.hasSuffix("."))
            #expect(finding.remedy?.hasSuffix(".") != true)
        }
        return answers[0]
    }

    private func places(_ findings: [Finding]) -> [String] {
        findings.map { "\($0.file) \($0.code)" }
    }

    static let kinds = [
        "agents/a", "agents/deep/er/a", "workflows/w", "evaluators/e", "resources/skills/s",
        "resources/rules/r",
        "resources/knowledge/k", "resources/templates/t", "resources/other/o", "resources/plain",
    ]

    @Test(arguments: kinds) func findsNothingInAValidPackage(path: String) async throws {
        #expect(try await findings(path, Sample.package(path)) == [])
        #expect(try await findings(nil, Sample.package(path)) == [])
    }

    @Test(arguments: [
        ("agents/a", "AGENT.md", "agents/a/AGENT.md"),
        ("workflows/w", "workflow.yaml", "workflows/w/workflow.yaml"),
        ("evaluators/e", "evaluator.yaml", "evaluators/e/evaluator.yaml"),
        ("resources/skills/s", "SKILL.md", "resources/skills/s/SKILL.md"),
        ("resources/rules/r", "notes.md", "resources/rules/r"),
        ("resources/knowledge/k", "notes.md", "resources/knowledge/k"),
        ("resources/templates/t", "letter.docx", "resources/templates/t"),
    ])
    func missesRequiredFiles(path: String, name: String, place: String) async throws {
        let found = try await findings(path, Sample.package(path)) { builder in
            try builder.remove("\(path)/\(name)")
        }
        #expect(places(found) == ["\(place) missing_file"])
    }

    @Test func hintsAtFilesOfAlmostTheRightName() async throws {
        let found = try await findings("agents/a", Sample.package("agents/a")) { builder in
            try builder.remove("agents/a/AGENT.md")
            try builder.write("agents/a/agent.md", "")
        }
        #expect(found.first?.remedy?.contains("git mv agents/a/agent.md agents/a/AGENT.md") == true)
        let yml = try await findings("workflows/w", Sample.package("workflows/w")) { builder in
            try builder.remove("workflows/w/workflow.yaml")
            try builder.write("workflows/w/workflow.yml", "steps: []\n")
        }
        #expect(yml.first?.remedy?.contains("git mv workflows/w/workflow.yml") == true)
    }

    @Test func looksForDocumentsInFoldersButNotInOtherPackages() async throws {
        let files = ["resources/rules/r/eigenpal.yaml": "schemaVersion: 1\nname: R\n"]
        #expect(try await findings("resources/rules/r", files, ["resources/rules/r/deep/er/a.MD": ""]) == [])
        let inner = ["resources/rules/r/inner/eigenpal.yaml": "schemaVersion: 1\nname: I\n"]
        let found = try await findings(
            "resources/rules/r", files, inner, ["resources/rules/r/inner/a.md": ""])
        #expect(places(found) == ["resources/rules/r missing_file"])
    }

    @Test func refusesLinksInPlaceOfFiles() async throws {
        let found = try await findings("agents/a", Sample.package("agents/a")) { builder in
            try builder.write("shared.md", "")
            try builder.remove("agents/a/AGENT.md")
            try FileManager.default.createSymbolicLink(
                atPath: "\(builder.path)/agents/a/AGENT.md", withDestinationPath: "../../shared.md")
        }
        #expect(places(found) == ["agents/a/AGENT.md not_a_file"])
        let linked = try await findings(nil, Sample.package("agents/a")) { builder in
            try FileManager.default.createSymbolicLink(
                atPath: "\(builder.path)/agents/b", withDestinationPath: "a")
        }
        #expect(places(linked) == ["agents/b symbolic_link"])
        let manifest = try await findings("agents/a", Sample.package("agents/a")) { builder in
            try builder.remove("agents/a/eigenpal.yaml")
            try FileManager.default.createSymbolicLink(
                atPath: "\(builder.path)/agents/a/eigenpal.yaml", withDestinationPath: "../../eigenpal.yaml")
        }
        #expect(places(manifest) == ["agents/a/eigenpal.yaml symbolic_link"])
    }

    @Test func refusesTheOtherExtension() async throws {
        let found = try await findings("agents/a", ["agents/a/eigenpal.yml": "", "agents/a/AGENT.md": ""])
        #expect(places(found).contains("agents/a/eigenpal.yml misspelled_manifest"))
        #expect(
            found.first { $0.code == "misspelled_manifest" }?.remedy?.contains("agents/a/eigenpal.yaml")
                == true)
        let root = try await findings(
            nil, root: ["eigenpal.yml": "", ".gitignore": ".eigenpal/\neigenpal_modules/\n"])
        #expect(places(root) == ["eigenpal.yml misspelled_manifest"])
    }

    @Test func refusesPathsThatAreNone() async throws {
        let manifest = "schemaVersion: 1\nname: A\n"
        let found = try await findings(
            nil,
            [
                "agents/Invoice/eigenpal.yaml": manifest, "agents/in_voice/x/eigenpal.yaml": manifest,
                "agents/eigenpal.yaml": manifest, "Workflows/w/eigenpal.yaml": manifest,
                "agents/fine/Assets/Logo.svg": "", "agents/fine/eigenpal.yaml": manifest,
                "agents/fine/AGENT.md": "",
                "docs/eigenpal.yaml": manifest, "agents/lost/AGENT.md": "",
            ])
        #expect(
            places(found) == [
                "Workflows invalid_package_path", "agents/Invoice/eigenpal.yaml invalid_package_path",
                "agents/eigenpal.yaml invalid_package_path",
                "agents/in_voice/x/eigenpal.yaml invalid_package_path",
                "agents/lost/AGENT.md missing_manifest", "docs/eigenpal.yaml invalid_package_path",
            ])
        let file = try await findings(nil, ["agents": ""])
        #expect(places(file) == ["agents invalid_package_path"])
    }

    @Test func tellsPackagesThatAreNotThere() async throws {
        #expect(places(try await findings("agents/none")) == ["agents/none package_not_found"])
        let folder = try await findings("agents/a", ["agents/a/readme.txt": ""])
        #expect(places(folder) == ["agents/a/eigenpal.yaml missing_manifest"])
        let almost = try await findings("agents/a", ["agents/a/AGENT.md": ""])
        #expect(places(almost) == ["agents/a/eigenpal.yaml missing_manifest"])
    }

    @Test func checksManifests() async throws {
        let found = try await findings(
            "agents/a", Sample.package("agents/a"),
            ["agents/a/eigenpal.yaml": "schemaVersion: 1\nname: A\ncolour: red\nmodel: m\nmodel: n\n"])
        #expect(found.count >= 2)
        #expect(found.allSatisfy { $0.file == "agents/a/eigenpal.yaml" && $0.line != nil })
        let large = try await findings("agents/a", Sample.package("agents/a")) { builder in
            try builder.write("agents/a/eigenpal.yaml", String(repeating: "# much\n", count: 200_000))
        }
        #expect(places(large) == ["agents/a/eigenpal.yaml file_too_large"])
        let other = try await findings("agents/a", Sample.package("agents/a")) { builder in
            let url = URL(fileURLWithPath: "\(builder.path)/agents/a/eigenpal.yaml")
            try Data([0x6e, 0x0a, 0xff]).write(to: url)
        }
        #expect(places(other) == ["agents/a/eigenpal.yaml not_utf8"])
    }

    @Test(arguments: ["- a\n- b\n", "just words\n", "a: [\n", "", "a: 1\na: 2\n", "\u{0}"])
    func wantsWorkflowsThatAreMappings(text: String) async throws {
        let found = try await findings(
            "workflows/w", Sample.package("workflows/w"), ["workflows/w/workflow.yaml": text])
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0.file == "workflows/w/workflow.yaml" && $0.severity == .error })
    }

    @Test func leavesAllOfYAMLToWorkflows() async throws {
        let text = "%YAML 1.2\n---\nbase: &base\n  a: 1\nsteps:\n  - <<: *base\n    when: !own x\n"
        #expect(
            try await findings(
                "workflows/w", Sample.package("workflows/w"), ["workflows/w/workflow.yaml": text]) == [])
    }

    @Test func checksSchemas() async throws {
        let found = try await findings(
            "agents/a", Sample.package("agents/a"),
            [
                "agents/a/input-schema.json": "{\n  \"type\": \"objekt\"\n}\n",
                "agents/a/output-schema.json": "{\n",
            ])
        #expect(
            found.map { "\($0.file):\($0.line ?? 0) \($0.code)" } == [
                "agents/a/input-schema.json:2 invalid_schema", "agents/a/output-schema.json:2 invalid_json",
            ])
    }

    @Test func checksSecrets() async throws {
        let secrets = "schemaVersion: 1\nsecrets:\n  TOKEN:\n    value: plain\n"
        let found = try await findings(
            "agents/a", Sample.package("agents/a"),
            ["agents/a/secrets.enc.yaml": secrets, "agents/a/secrets.enc.yml": ""])
        #expect(found.contains { $0.file == "agents/a/secrets.enc.yaml" && $0.severity == .error })
        #expect(found.contains { $0.file == "agents/a/secrets.enc.yml" && $0.code == "misspelled_secrets" })
        #expect(!found.contains { $0.message.contains("plain ") || $0.remedy?.contains("plain ") == true })
    }

    @Test func checksTheRoot() async throws {
        #expect(
            places(try await findings(nil, root: ["README.md": ""])) == [
                ".gitignore missing_file", "eigenpal.yaml missing_file",
            ])
        let partly = try await findings(
            nil,
            root: [
                "eigenpal.yaml": "schemaVersion: 1\n",
                ".gitignore": "# ours\n/eigenpal_modules/\n.eigenpal/ \n",
            ])
        #expect(partly.map(\.file) == [".gitignore", "eigenpal.yaml"])
        #expect(partly.first?.code == "missing_ignore_pattern")
        let other = try await findings(
            nil, root: Sample.root.merging([".gitignore": "**/.eigenpal\r\neigenpal_modules\r\n"]) { $1 })
        #expect(other == [])
    }

    @Test func namesThePathAroundACycle() async throws {
        let found = try await findings(
            nil, Sample.package("agents/a", dependencies: ["agents.b": "1.0.0"]),
            Sample.package("agents/b", dependencies: ["agents.c": "1.0.0"]),
            Sample.package("agents/c", dependencies: ["agents.b": "1.0.0"]),
            Sample.package("agents/d", dependencies: ["agents.d": "1.0.0"]))
        #expect(
            places(found) == [
                "agents/b/eigenpal.yaml dependency_cycle", "agents/d/eigenpal.yaml dependency_cycle",
            ])
        #expect(found.first?.message.contains("agents.b → agents.c → agents.b") == true)
        #expect(found.first?.line == 4)
        #expect(found.last?.line == 4)
    }

    @Test func tellsACycleAtThePackageThatIsChecked() async throws {
        let files = [
            Sample.package("agents/a", dependencies: ["agents.b": "1.0.0"]),
            Sample.package("agents/b", dependencies: ["agents.a": "1.0.0"]),
        ]
        let found = try await findings("agents/b", files[0], files[1])
        #expect(places(found) == ["agents/b/eigenpal.yaml dependency_cycle"])
        #expect(found.first?.message.contains("agents.b → agents.a → agents.b") == true)
    }

    @Test func walksLongChainsWithoutRunningOutOfStack() async throws {
        var files: [String: String] = [:]
        for index in 0..<800 {
            files.merge(
                Sample.package("agents/a\(index)", dependencies: ["agents.a\((index + 1) % 800)": "1.0.0"])
            ) { $1 }
        }
        let builder = try await RepositoryBuilder()
        try builder.write(files)
        try builder.write(Sample.root)
        let found = PackageValidator(files: WorkingFiles(directory: builder.path)).validateAll()
        #expect(found.map(\.code) == ["dependency_cycle"])
    }

    @Test func looksUpDependencies() async throws {
        let builder = try await RepositoryBuilder.sample(
            Sample.package(
                "agents/a",
                dependencies: [
                    "resources.skills.fine": "1.0.0", "resources.skills.old": "2.0.0",
                    "resources.skills.none": "1.0.0", "resources.skills.fresh": "0.1.0",
                    "resources.skills.light": "1.0.0", "agents.fine": "1.1.0",
                ]),
            Sample.package("agents/fine"), Sample.package("resources/skills/fresh"))
        for tag in ["resources.skills.fine@1.0.0", "resources.skills.old@1.0.0", "agents.fine@1.1.0"] {
            try await builder.release(tag)
        }
        try await builder.git("tag", "resources.skills.light@1.0.0")
        let repository = try builder.open()
        let files = WorkingFiles(directory: builder.path)
        let known = PackageValidator(files: files, releases: try ReleaseIndex(repository: repository))
            .validate(packagePath("agents/a"))
        let again = PackageValidator(files: files, releasesIn: repository).validate(packagePath("agents/a"))
        #expect(again == known)
        #expect(known.map(\.code) == Array(repeating: "unknown_dependency", count: 4))
        #expect(known.map(\.line) == [6, 7, 8, 9])
        for (finding, words) in zip(
            known, ["no release yet", "not annotated", "no package", "no release 2.0.0"])
        {
            #expect(finding.message.contains(words))
            #expect(finding.severity == .error)
        }
        let unknown = PackageValidator(files: files).validate(packagePath("agents/a"))
        #expect(unknown.allSatisfy { $0.severity == .warning })
        #expect(unknown.count == 4)
    }

    @Test func refusesDependenciesOfTheWrongKind() async throws {
        let found = try await findings(
            "agents/a", Sample.package("agents/a", dependencies: ["workflows.w": "1.0.0"]),
            Sample.package("workflows/w"))
        #expect(found.map(\.line) == [4])
        #expect(found.first?.severity == .error)
    }

    @Test func tellsWhatCannotBeRead() throws {
        // A directory that is gone stands for one that may not be read: root may read everything.
        let files = WorkingFiles(directory: "/nonexistent-\(UInt64.random(in: 0 ... .max))")
        let found = PackageValidator(files: files).validateAll()
        #expect(found.contains { $0.code == "unreadable" })
    }
}
