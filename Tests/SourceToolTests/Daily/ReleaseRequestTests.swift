import SourceFormat
import Testing

@testable import SourceTool

@Suite struct ReleaseRequestTests {
    @Test func aPatchIsTheDefault() throws {
        #expect(try ReleaseRequest(parsing: []) == ReleaseRequest(version: .bump(.patch), package: nil))
        #expect(
            try ReleaseRequest(parsing: ["agents/a"])
                == ReleaseRequest(version: .bump(.patch), package: "agents/a"))
    }

    @Test(arguments: [["minor", "agents.a"], ["agents.a", "minor"]])
    func versionAndPackageComeInEitherOrder(arguments: [String]) throws {
        #expect(
            try ReleaseRequest(parsing: arguments)
                == ReleaseRequest(version: .bump(.minor), package: "agents.a"))
    }

    @Test func anExactVersionIsRead() throws {
        let version = SemanticVersion(major: 2, minor: 0, patch: 10)
        #expect(
            try ReleaseRequest(parsing: ["2.0.10", "."])
                == ReleaseRequest(version: .exact(version), package: "."))
    }

    @Test(arguments: [["soon", "agents/a"], ["agents/a", "soon"]])
    func aWordThatIsNoLevelIsNamed(arguments: [String]) throws {
        let error = #expect(throws: ToolError.self) { try ReleaseRequest(parsing: arguments) }
        #expect(error?.message == "soon is neither patch, minor or major nor a version X.Y.Z")
    }

    @Test(arguments: [
        ["1.2"], ["v1.2.0"], ["1.2.3-beta"], ["01.2.3"], ["1.x"], ["minor", "1.0.0"],
        ["agents/a", "agents/b"],
        ["minor", "major", "agents/a"], ["99999999999999999999.0.0"],
    ])
    func whatIsNoRequestIsWrongUsage(arguments: [String]) throws {
        let error = #expect(throws: ToolError.self) { try ReleaseRequest(parsing: arguments) }
        #expect(error?.exitCode == 2)
    }
}
