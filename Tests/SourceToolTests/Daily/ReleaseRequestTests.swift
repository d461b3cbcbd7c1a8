import SourceFormat
import Testing

@testable import SourceTool

@Suite struct ReleaseRequestTests {
    @Test func nothingNamedLeavesBothOpen() throws {
        let request = try ReleaseRequest(parsing: [])
        #expect(request.version == nil)
        #expect(request.packages.isEmpty)
        #expect(try ReleaseRequest(parsing: ["agents/a"]).packages == ["agents/a"])
    }

    @Test(arguments: [
        ["minor", "agents.a", "agents/b"], ["agents.a", "minor", "agents/b"],
        ["agents.a", "agents/b", "minor"],
    ])
    func theVersionComesAtAnyPlace(arguments: [String]) throws {
        let request = try ReleaseRequest(parsing: arguments)
        #expect(request.version == .bump(.minor))
        #expect(request.packages == ["agents.a", "agents/b"])
    }

    @Test func whatTheCommitsAskForIsCalledAuto() throws {
        #expect(try ReleaseRequest(parsing: ["auto"]).version == .auto)
    }

    @Test func anExactVersionIsRead() throws {
        let request = try ReleaseRequest(parsing: ["2.0.10", "."])
        #expect(request.version == .exact(SemanticVersion(major: 2, minor: 0, patch: 10)))
        #expect(request.packages == ["."])
    }

    @Test(arguments: [["soon", "agents/a"], ["agents/a", "soon"]])
    func aWordThatIsNoLevelIsNamed(arguments: [String]) throws {
        let error = #expect(throws: ToolError.self) { try ReleaseRequest(parsing: arguments) }
        #expect(error?.message == "soon is neither auto, patch, minor or major nor a version X.Y.Z")
    }

    @Test(arguments: [
        ["1.2"], ["v1.2.0"], ["1.2.3-beta"], ["01.2.3"], ["1.x"], ["minor", "1.0.0"],
        ["1.0.0", "agents/a", "agents/b"], ["auto", "minor"],
        ["minor", "major", "agents/a"], ["99999999999999999999.0.0"],
    ])
    func whatIsNoRequestIsWrongUsage(arguments: [String]) throws {
        let error = #expect(throws: ToolError.self) { try ReleaseRequest(parsing: arguments) }
        #expect(error?.exitCode == 2)
    }
}
