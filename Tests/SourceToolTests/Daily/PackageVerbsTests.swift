import Foundation
import SourceFormat
import TestSupport
import Testing

@testable import SourceTool

@Suite struct PackageArgumentTests {
    @Test func aPackageIsNamedInManyWays() async throws {
        let place = try await Workplace()
        let ways: [(directory: String, argument: String?)] = [
            ("", "agents/invoice"), ("", "agents.invoice"), ("", "./agents/invoice"), ("", "agents/invoice/"),
            ("", "agents/invoice/AGENT.md"), ("agents", "invoice"), ("agents/invoice", nil),
            ("agents/invoice", "."),
            ("resources/skills/ocr", "../../../agents/invoice"), ("resources", "agents/invoice"),
        ]
        for way in ways {
            let context = place.context(in: way.directory)
            let path = try PackageArgument.resolve(way.argument, in: try context.openCheckout(), context)
            #expect(path.description == "agents/invoice", "\(way)")
        }
    }

    @Test(arguments: [
        nil, "", "..", "../..", "/etc", "agents", "agents/../../x", "Agents/Invoice", "agents/Invoice",
        "agents//x",
        "agents/a\0b", "nowhere",
    ])
    func whatNamesNoneIsWrongUsage(argument: String?) async throws {
        let place = try await Workplace()
        let context = place.context()
        let checkout = try context.openCheckout()
        let error = #expect(throws: ToolError.self) {
            try PackageArgument.resolve(argument, in: checkout, context)
        }
        #expect(error?.exitCode == 2)
    }

    @Test(arguments: ["nope", "../none", "./x", "/no/such/place", "agents/mial/x.md", "invoce", "invoce/"])
    func whatIsNotThereIsNotThePackageOneStandsIn(argument: String) async throws {
        let place = try await Workplace()
        let context = place.context(in: "agents/invoice")
        let checkout = try context.openCheckout()
        let error = #expect(throws: ToolError.self) {
            try PackageArgument.resolve(argument, in: checkout, context)
        }
        #expect(error?.exitCode == 2)
        if argument.hasPrefix("invoce") {
            #expect(error?.message == "there is no package \"\(argument)\"")
            #expect(error?.details == ["Did you mean agents/invoice?"])
        }
    }

    @Test func aSlashAtTheEndOfAPackagePathChangesNothing() async throws {
        let place = try await Workplace()
        let context = place.context(in: "agents/invoice")
        let checkout = try context.openCheckout()
        for typed in ["resources/rules/tone/", "resources/rules/tone//"] {
            let path = try PackageArgument.resolve(typed, in: checkout, context)
            #expect(path.description == "resources/rules/tone")
        }
        let path = try PackageArgument.resolve("agents/invioce/", in: checkout, context)
        let error = #expect(throws: ToolError.self) { try PackageArgument.require(path, in: checkout) }
        #expect(error?.message == "there is no package agents/invioce in this checkout")
        #expect(error?.details == ["Did you mean agents/invoice?"])
    }

    @Test func aLinkOutOfTheCheckoutIsNoPackage() async throws {
        let place = try await Workplace()
        try FileManager.default.createSymbolicLink(
            atPath: "\(place.checkout.path)/agents/link", withDestinationPath: "/etc")
        let context = place.context()
        let checkout = try context.openCheckout()
        let path = try PackageArgument.resolve("agents/link", in: checkout, context)
        #expect(throws: ToolError.self) { try PackageArgument.require(path, in: checkout) }
    }

    @Test func whatIsNoPackageIsNamed() async throws {
        let place = try await Workplace()
        try place.checkout.write("agents/old/eigenpal.yml", "name: Old\n")
        try place.checkout.write("agents/empty/AGENT.md", "# Empty\n")
        let checkout = try place.context().openCheckout()
        func error(_ path: String) throws -> ToolError? {
            let path = try PackagePath(parsing: path)
            return #expect(throws: ToolError.self) { try PackageArgument.require(path, in: checkout) }
        }
        #expect(
            try error("agents/old")?.next
                == "eigenpal-src git -- mv agents/old/eigenpal.yml agents/old/eigenpal.yaml")
        #expect(
            try error("agents/empty")?.message == "agents/empty is not a package: it has no eigenpal.yaml")
        #expect(try error("agents/none")?.message == "there is no package agents/none in this checkout")
    }
}

@Suite struct ValidateTests {
    @Test func aValidPackage() async throws {
        let place = try await Workplace()
        let report = try await ValidatePackages.run(place.context(), packages: ["agents/invoice"])
        #expect(report.findings == [])
        #expect(report.exitCode == 0)
        #expect(report.lines(.plain) == ["agents/invoice: valid"])
    }

    @Test func everyFindingOfSeveralPackagesAtOnce() async throws {
        let place = try await Workplace()
        try place.checkout.write(
            "agents/invoice/eigenpal.yaml",
            "schemaVersion: 1\nname: Invoice\ndependencies:\n  \"workspace:resources.skills.ocr\": \"1.0.0\"\n"
        )
        try place.checkout.write(
            "resources/rules/tone/eigenpal.yaml", "schemaVersion: 1\nname: Tone\nmodle: x\n")
        try place.checkout.remove("resources/skills/ocr/SKILL.md")
        let report = try await ValidatePackages.run(
            place.context(), packages: ["agents/invoice", "resources/skills/ocr", "resources/rules/tone"])
        #expect(report.exitCode == 1)
        #expect(report.findings.contains { $0.file == "resources/rules/tone/eigenpal.yaml" && $0.line == 3 })
        #expect(report.findings.contains { $0.file == "agents/invoice/eigenpal.yaml" && $0.line == 4 })
        #expect(report.findings.contains { $0.file.hasPrefix("resources/skills/ocr") })
    }

    @Test func aReleasedDependencyIsFound() async throws {
        let place = try await Workplace()
        try place.checkout.write(
            "agents/invoice/eigenpal.yaml",
            "schemaVersion: 1\nname: Invoice\ndependencies:\n  \"workspace:resources.skills.ocr\": \"1.0.0\"\n"
        )
        try await place.checkout.release("resources.skills.ocr@1.0.0")
        #expect(try await ValidatePackages.run(place.context(in: "agents/invoice")).isValid)
    }

    @Test func allLooksAtTheRootToo() async throws {
        let place = try await Workplace()
        #expect(try await ValidatePackages.run(place.context(), all: true).packages.count == 3)
        try place.checkout.write("eigenpal.yaml", "schemaVersion: one\n")
        let report = try await ValidatePackages.run(place.context(), all: true)
        #expect(report.findings.contains { $0.file == "eigenpal.yaml" })
        let both = await refusal {
            _ = try await ValidatePackages.run(place.context(), packages: ["agents/invoice"], all: true)
        }
        #expect(both?.exitCode == 2)
    }

    @Test func hostileManifestsAreFindings() async throws {
        let place = try await Workplace()
        let bomb =
            "a: &a [x, x]\n"
            + (0..<40).map {
                "b\($0): &b\($0) [*\($0 == 0 ? "a" : "b\($0 - 1)"), *\($0 == 0 ? "a" : "b\($0 - 1)")]\n"
            }
            .joined()
        for text in [
            bomb, "name: a\nname: b\n", "- a\n- b\n", "\u{0}", "name: [",
            String(repeating: "a: 1\n", count: 300_000),
        ] {
            try place.checkout.write("agents/invoice/eigenpal.yaml", text)
            let report = try await ValidatePackages.run(place.context(), packages: ["agents/invoice"])
            #expect(report.exitCode == 1)
        }
    }
}

@Suite struct DependencyTests {
    @Test func dependenciesAreShownAsATree() async throws {
        let place = try await Workplace()
        try await place.checkout.release("resources.rules.tone@1.0.0")
        try await place.checkout.commit(
            "feat: depend",
            files: [
                "agents/helper/eigenpal.yaml":
                    "schemaVersion: 1\nname: Helper\ndependencies:\n  \"workspace:resources.rules.tone\": \"1.0.0\"\n",
                "agents/helper/AGENT.md": "# Helper\n",
            ])
        try await place.checkout.release("agents.helper@0.1.0")
        try await place.checkout.release("agents.helper@0.2.0")
        try place.checkout.write(
            "agents/invoice/eigenpal.yaml",
            """
            schemaVersion: 1
            name: Invoice
            dependencies:
              "workspace:agents.helper": "0.1.0"
              "workspace:resources.rules.tone": "9.9.9"

            """)
        let report = try await ShowDependencies.run(place.context(in: "agents/invoice"))
        #expect(report.exitCode == 1)
        let lines = report.lines(.plain)
        #expect(lines[0] == "agents/invoice")
        #expect(lines[1] == "├── agents/helper@0.1.0  0.2.0 is released")
        #expect(lines[2] == "│   └── resources/rules/tone@1.0.0")
        #expect(lines[3].hasPrefix("└── resources/rules/tone@9.9.9  "))
        #expect(report.dependencies[1].problem?.contains("9.9.9") == true)
    }

    @Test func aCircleThroughTheWorkingTreeIsAProblem() async throws {
        let place = try await Workplace()
        try await place.checkout.release("agents.invoice@0.1.0")
        try await place.checkout.commit(
            "feat: depend",
            files: [
                "agents/helper/eigenpal.yaml":
                    "schemaVersion: 1\nname: Helper\ndependencies:\n  \"workspace:agents.invoice\": \"0.1.0\"\n",
                "agents/helper/AGENT.md": "# Helper\n",
            ])
        try await place.checkout.release("agents.helper@0.1.0")
        try place.checkout.write(
            "agents/invoice/eigenpal.yaml",
            "schemaVersion: 1\nname: Invoice\ndependencies:\n  \"workspace:agents.helper\": \"0.1.0\"\n")
        let report = try await ShowDependencies.run(place.context(), package: "agents/invoice")
        #expect(report.exitCode == 1)
        #expect(
            report.dependencies[0].problem
                == "the packages depend on each other: agents.invoice → agents.helper → agents.invoice")
    }

    @Test func aPackageWithoutDependencies() async throws {
        let place = try await Workplace()
        let report = try await ShowDependencies.run(place.context(), package: "agents/invoice")
        #expect(report.lines(.plain) == ["agents/invoice has no dependencies"])
        let missing = await refusal {
            _ = try await ShowDependencies.run(place.context(), package: "agents/none")
        }
        #expect(missing?.exitCode == 1)
    }
}

@Suite struct UpgradeTests {
    @Test func anOlderManifestIsRaisedInPlace() async throws {
        let place = try await Workplace()
        let old = "# ours\nschemaVersion: 1 # stays\neigenpalVersion: 0.9.0\n"
        try place.checkout.write("eigenpal.yaml", old)
        let dry = try await UpgradeSchema.run(place.context(), dryRun: true)
        #expect(!dry.changes.isEmpty)
        #expect(place.file("eigenpal.yaml") == old)
        let report = try await UpgradeSchema.run(place.context(in: "agents"))
        #expect(report.changes == dry.changes)
        #expect(place.file("eigenpal.yaml") == "# ours\nschemaVersion: 1 # stays\neigenpalVersion: 1.0.0\n")
        #expect(try await UpgradeSchema.run(place.context()).changes == [])
    }

    @Test(arguments: [
        "schemaVersion: 2\n", "eigenpalVersion: 99.0.0\nschemaVersion: 1\n", "- a\n", "\u{0}\n",
    ])
    func whatCannotBeRaisedStays(text: String) async throws {
        let place = try await Workplace()
        try place.checkout.write("eigenpal.yaml", text)
        let error = await refusal { _ = try await UpgradeSchema.run(place.context()) }
        #expect(error?.exitCode == 1)
        #expect(error?.message.hasPrefix("eigenpal.yaml ") == true)
        #expect(place.file("eigenpal.yaml") == text)
    }

    @Test func aMisnamedManifestIsNotMadeASecondTime() async throws {
        let place = try await Workplace()
        try await place.checkout.git("mv", "eigenpal.yaml", "eigenpal.yml")
        let error = await refusal { _ = try await UpgradeSchema.run(place.context()) }
        #expect(error?.next == "eigenpal-src git -- mv eigenpal.yml eigenpal.yaml")
        #expect(place.file("eigenpal.yaml") == nil)
    }

    @Test func aManifestThatIsReadOnlyStays() async throws {
        let place = try await Workplace()
        let old = "schemaVersion: 1\neigenpalVersion: 0.9.0\n"
        try place.checkout.write("eigenpal.yaml", old)
        #expect(chmod("\(place.checkout.path)/eigenpal.yaml", 0o444) == 0)
        let error = await refusal { _ = try await UpgradeSchema.run(place.context()) }
        #expect(error?.next?.hasPrefix("chmod u+w ") == true)
        #expect(place.file("eigenpal.yaml") == old)
    }

    @Test func aMissingManifestIsMade() async throws {
        let place = try await Workplace()
        try place.checkout.remove("eigenpal.yaml")
        _ = try await UpgradeSchema.run(place.context())
        #expect(place.file("eigenpal.yaml") == RootManifest.currentText)
    }
}
