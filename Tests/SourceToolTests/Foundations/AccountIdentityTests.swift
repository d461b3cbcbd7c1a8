import EigenpalAPI
import Testing

@testable import SourceTool

@Suite struct AccountIdentityTests {
    private func identity(_ name: String?, _ email: String?) throws -> AccountIdentity {
        let account = Account(
            address: try ServerAddress(parsing: "https://acme.example:8443/base"), apiKey: "k",
            profileName: nil,
            source: .flag, baseURLSource: .flag)
        return AccountIdentity(AuthCheck(keyId: "key_1", email: email, name: name), account)
    }

    @Test func isThatOfTheKeysOwner() throws {
        let identity = try identity("Ada", "ada@acme.example")
        #expect(identity.name == "Ada")
        #expect(identity.email == "ada@acme.example")
    }

    @Test func isMadeOfTheKeyWhereTheServerNamesNobody() throws {
        let identity = try identity(nil, nil)
        #expect(identity.name == "key_1")
        #expect(identity.email == "key_1@acme.example")
    }

    @Test(arguments: [
        ("Ada\nCommitter: x <y>", "AdaCommitter: x y"), (" Ada ", "Ada"), ("\u{1B}[2JAda", "[2JAda"),
        ("A\u{202E}da", "Ada"),
        ("\n", "key_1"), ("", "key_1"),
    ])
    func fitsInACommit(_ name: String, _ expected: String) throws {
        #expect(try identity(name, nil).name == expected)
    }
}
