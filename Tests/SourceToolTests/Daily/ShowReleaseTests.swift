import Foundation
import SourceFormat
import SystemPackage
import TestSupport
import Testing

@testable import SourceTool

@Suite struct ShowReleaseTests {
    /// A workplace whose agent is released as 1.0.0 without a dependency and as 1.1.0 with one.
    private func workplace() async throws -> Workplace {
        let place = try await Workplace()
        try await place.checkout.release("agents.invoice@1.0.0", message: "Old")
        try await place.checkout.commit(
            "feat: read scans",
            files: [
                "agents/invoice/eigenpal.yaml":
                    "schemaVersion: 1\nname: I\ndependencies:\n  \"workspace:resources.skills.ocr\": \"2.0.0\"\n"
                    + "  \"workspace:resources.rules.tone\": \"1.2.3\"\n"
            ])
        try await place.checkout.release(
            "agents.invoice@1.1.0", message: "New \u{1B}[31m\n\n- one\r\n\n- two\n")
        // What is in the working tree since does not matter.
        try place.checkout.remove("agents/invoice")
        return place
    }

    @Test func aReleaseIsShownWithAllThatIsKnownOfIt() async throws {
        let place = try await workplace()
        let head = try await place.checkout.git("rev-parse", "HEAD")
        for name in [
            "agents/invoice", "agents.invoice@latest", "agents/invoice@1.1.0", "agents.invoice@1.x",
        ] {
            let terminal = RecordingTerminal()
            let context = place.context(terminal: terminal)
            try Output.render(try await ShowRelease.run(context, name), json: false, in: context)
            #expect(
                terminal.output == """
                    agents.invoice@1.1.0
                      commit      \(head)  feat: read scans
                      author      Ada, 2023-11-14T22:13:20Z
                      tagger      Ada, 2023-11-14T22:13:20Z
                      depends on  resources/skills/ocr 2.0.0
                                  resources/rules/tone 1.2.3

                    New ␛[31m

                    - one

                    - two

                    """)
        }
        let old = try await ShowRelease.run(place.context(), "agents/invoice@1.0.0")
        #expect(old.dependencies?.isEmpty == true && old.message == "Old\n")
    }

    @Test func libgit2AnswersTheSame() async throws {
        let place = try await workplace()
        let ordinary = try Output.json(try await ShowRelease.run(place.context(), "agents/invoice"))
        // A repository that borrows its objects is not of the ordinary kind.
        let other = place.checkout.directory.appending("other")
        try await place.checkout.git("clone", "--quiet", "--shared", place.checkout.path, other)
        var context = place.context()
        context.workingDirectory = .init(other)
        #expect(try Output.json(try await ShowRelease.run(context, "agents/invoice")) == ordinary)
        let keys = [
            "author", "authorDate", "commit", "date", "dependencies", "message", "package", "summary",
        ]
        let object = try JSONSerialization.jsonObject(with: Data(ordinary.utf8)) as? [String: Any]
        #expect(object?.keys.sorted() == keys + ["tag", "tagger", "version"])
    }

    @Test func whatIsNoReleaseIsRefused() async throws {
        let place = try await workplace()
        func error(_ name: String?) async -> ToolError? {
            await refusal { _ = try await ShowRelease.run(place.context(), name) }
        }
        let missing = await error("agents/invoice@1.0.5")
        #expect(missing?.message == "agents/invoice has no release 1.0.5 in this checkout")
        #expect(missing?.details == ["there are 1.1.0, 1.0.0"])
        #expect(missing?.next == "eigenpal-src releases show agents/invoice@1.1.0")
        #expect(await error("agents/invoice@2.x")?.exitCode == 1)
        try await place.checkout.git("tag", "agents.invoice@3.0.0")
        #expect(
            await error("agents/invoice@3.0.0")?.message
                == "agents.invoice@3.0.0 is a lightweight tag, and no release")
        try await place.checkout.git("tag", "resources.rules.tone@1.0.0")
        #expect(await error("resources/rules/tone")?.message.contains("lightweight") == true)
        #expect(await error("resources/skills/ocr@1.0.0")?.next == "eigenpal-src pull")
        #expect(await error("agents/none")?.message == "there is no package agents/none in this checkout")
        for typed in ["agents/invoice@main", "agents/invoice@", "agents/invoice@v1", "Agents/x@1.0.0"] {
            #expect(await error(typed)?.exitCode == 2)
        }
        #expect(await error(nil)?.exitCode == 2)
    }

    @Test func aReleaseWithoutAValidManifestSaysSo() async throws {
        let place = try await Workplace()
        try await place.checkout.commit("fix: x", files: ["agents/invoice/eigenpal.yaml": "nothing\n"])
        try await place.checkout.release("agents.invoice@1.0.0")
        let details = try await ShowRelease.run(place.context(in: "agents/invoice"))
        #expect(details.dependencies == nil)
        #expect(
            details.lines(.plain).contains(
                "  depends on  unknown: the commit has no valid manifest of the package"))
    }
}
