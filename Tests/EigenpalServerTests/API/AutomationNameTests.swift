import SourceFormat
import HTTPTypes
import Testing

@testable import EigenpalServer

@Suite struct AutomationNameTests {
    private let both: [Automation.Kind] = [.agent, .workflow]

    @Test func readsIdentifiers() throws {
        #expect(try AutomationName(parsing: "agt_abc", kinds: both) == .identifier("agt_abc"))
        #expect(try AutomationName(parsing: "wf_abc", kinds: [.agent]) == .identifier("wf_abc"))
    }

    @Test func readsPathsDottedNamesAndSlugs() throws {
        let agent = try PackagePath(parsing: "agents/a/b")
        let workflow = try PackagePath(parsing: "workflows/a/b")
        #expect(try AutomationName(parsing: "agents/a/b", kinds: both) == .packages(exact: agent, slugs: []))
        #expect(
            try AutomationName(parsing: "agents.a.b", kinds: [.agent])
                == .packages(exact: agent, slugs: [PackagePath(parsing: "agents/agents/a/b")]))
        #expect(
            try AutomationName(parsing: "a.b", kinds: both)
                == .packages(exact: nil, slugs: [agent, workflow]))
        #expect(
            try AutomationName(parsing: "a.b", kinds: [.workflow]) == .packages(exact: nil, slugs: [workflow])
        )
    }

    @Test func refusesPathsOfOtherPackages() {
        for (text, code) in [
            ("resources/skills/ocr", "not_an_automation"), ("evaluators/x", "not_an_automation"),
            ("agents/../x", "invalid_package_path"), ("agents/", "invalid_package_path"),
            ("Agents/x", "invalid_package_path"),
        ] {
            let error = #expect(throws: APIError.self) { try AutomationName(parsing: text, kinds: both) }
            #expect(error?.status == .badRequest)
            #expect(error?.issues[0].code == code, "\(text)")
        }
        #expect(throws: APIError.self) { try AutomationName(parsing: "workflows/x", kinds: [.agent]) }
    }

    @Test func aNameThatIsNothingNamesNoPackage() throws {
        for text in ["", "No", "a b", "..", "a..b", "-x", "é"] {
            #expect(try AutomationName(parsing: text, kinds: both) == .packages(exact: nil, slugs: []))
        }
    }
}
