import SystemPackage
import TestSupport
import Testing

@testable import SourceTool

@Suite struct SettingsTests {
    let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        try fixture.writeCredentials(
            """
            {"current": "work", "profiles": {
              "work": {"apiKey": "key-work", "baseUrl": "https://work.example"},
              "home": {"apiKey": "key-home", "baseUrl": "http://127.0.0.1:4747"},
              "hosted": {"apiKey": "key-hosted"}}}
            """)
    }

    private func account(
        _ environment: [String: String] = [:], _ options: GlobalOptions = GlobalOptions()
    ) throws(ToolError) -> Account {
        try fixture.context(environment: environment, options: options).account()
    }

    @Test func theCurrentProfileIsUsed() throws {
        let account = try account()
        #expect(account.apiKey == "key-work")
        #expect(account.baseURL == "https://work.example")
        #expect(account.source == .profile("work"))
        #expect(account.baseURLSource == .profile("work"))
    }

    @Test func theEnvironmentNamesAProfile() throws {
        #expect(try account(["EIGENPAL_PROFILE": "home"]).apiKey == "key-home")
    }

    @Test func aKeyOfTheEnvironmentGoesBeforeAProfileOfIt() throws {
        let account = try account(["EIGENPAL_API_KEY": "key-env", "EIGENPAL_PROFILE": "home"])
        #expect(account.apiKey == "key-env")
        #expect(account.profileName == nil)
        // The profile still says which server is meant.
        #expect(account.baseURL == "http://127.0.0.1:4747")
        #expect(account.baseURLSource == .profile("home"))
    }

    @Test func aKeyOfTheEnvironmentIsForTheServerInUse() throws {
        #expect(try account(["EIGENPAL_API_KEY": "k"]).baseURL == "https://work.example")
        try fixture.writeCredentials("{}")
        #expect(try account(["EIGENPAL_API_KEY": "k"]).baseURL == "https://studio.eigenpal.com")
    }

    @Test func theAuthorityOfAProfileGivesWayToFlagAndVariable() throws {
        for name in ["stored", "typed", "variable"] {
            try AtomicFile.write(Array("-----BEGIN CERTIFICATE-----".utf8), to: fixture.work.appending(name))
        }
        func file(_ environment: [String: String], _ options: GlobalOptions) throws -> String? {
            try Settings(fixture.context(environment: environment, options: options))
                .certificateAuthorityFile(stored: "\(fixture.work)/stored")
        }
        #expect(try file([:], GlobalOptions()) == "\(fixture.work)/stored")
        #expect(try file(["EIGENPAL_CA_FILE": "variable"], GlobalOptions()) == "\(fixture.work)/variable")
        #expect(
            try file(["EIGENPAL_CA_FILE": "variable"], GlobalOptions(caFile: "typed"))
                == "\(fixture.work)/typed")
        #expect(throws: ToolError.self) { try file([:], GlobalOptions(caFile: "none")) }
        try AtomicFile.write([], to: fixture.work.appending("typed"))
        #expect(throws: ToolError.self) { try file([:], GlobalOptions(caFile: "typed")) }
    }

    @Test(arguments: [
        ("https://work.example", "work"), ("https://other.example", "default"),
        ("http://127.0.0.1:4747", "default"),
    ])
    func aLoginReplacesNoOtherServersKey(_ url: String, _ name: String) throws {
        let credentials = try CredentialsFile(home: fixture.home).load()
        #expect(AuthLogin.name(for: try ServerAddress(parsing: url), in: credentials) == name)
    }

    @Test func aLoginIsNamedAfterItsHostWhereDefaultIsTaken() throws {
        var credentials = try CredentialsFile(home: fixture.home).load()
        credentials.profiles["default"] = Credentials.Profile(apiKey: "k", baseURL: "https://a.example")
        let address = try ServerAddress(parsing: "http://127.0.0.1:4848")
        #expect(AuthLogin.name(for: address, in: credentials) == "127.0.0.1-4848")
        try Credentials.check(
            name: AuthLogin.name(for: try ServerAddress(parsing: "http://[::1]:1"), in: credentials))
    }

    @Test func theFlagGoesBeforeTheEnvironment() throws {
        let account = try account(
            ["EIGENPAL_API_KEY": "key-env", "EIGENPAL_BASE_URL": "https://env.example"],
            GlobalOptions(profile: "home"))
        #expect(account.apiKey == "key-home")
        #expect(account.baseURL == "http://127.0.0.1:4747")
    }

    @Test func theFlagNamesTheServer() throws {
        let account = try account(
            ["EIGENPAL_API_KEY": "k", "EIGENPAL_BASE_URL": "https://env.example"],
            GlobalOptions(baseURL: "https://flag.example/"))
        #expect(account.baseURL == "https://flag.example")
        #expect(account.baseURLSource == .flag)
    }

    @Test func theEnvironmentNamesTheServer() throws {
        let account = try account(["EIGENPAL_API_KEY": "k", "EIGENPAL_BASE_URL": "https://env.example"])
        #expect(account.baseURL == "https://env.example")
        #expect(account.baseURLSource == .environment("EIGENPAL_BASE_URL"))
    }

    @Test func aProfileWithoutAServerIsOfTheHostedOne() throws {
        #expect(try account([:], GlobalOptions(profile: "hosted")).baseURL == "https://studio.eigenpal.com")
    }

    @Test func emptyVariablesAreNotSet() throws {
        #expect(
            try account(["EIGENPAL_API_KEY": "", "EIGENPAL_PROFILE": "", "EIGENPAL_BASE_URL": ""]).apiKey
                == "key-work")
    }

    @Test(arguments: [
        (["EIGENPAL_BASE_URL": "https://evil.example"], GlobalOptions()),
        ([:], GlobalOptions(baseURL: "https://evil.example")),
        ([:], GlobalOptions(profile: "work", baseURL: "http://work.example")),
        ([:], GlobalOptions(profile: "hosted", baseURL: "https://evil.example")),
    ])
    func aProfilesKeyGoesToItsOwnServer(_ environment: [String: String], _ options: GlobalOptions) {
        let error = toolError { () throws(ToolError) in _ = try account(environment, options) }
        #expect(error?.message.contains("is another server") == true)
        #expect(error?.description.contains("key-") == false)
    }

    @Test func aProfileThatIsMissingIsNamed() {
        let error = toolError { () throws(ToolError) in _ = try account(["EIGENPAL_PROFILE": "gone"]) }
        #expect(error?.message == "there is no profile \"gone\", which EIGENPAL_PROFILE names")
        #expect(error?.details == ["profiles: home, hosted, work"])
    }

    @Test func withoutAKeyTheNextCommandIsLogin() throws {
        try fixture.writeCredentials("{}")
        let error = toolError { () throws(ToolError) in _ = try account() }
        #expect(error?.next == "eigenpal-src auth login")
        #expect(error?.exitCode == 1)
    }

    @Test func defaultIsUsedWhereNoneIsChosen() throws {
        try fixture.writeCredentials(
            #"{"profiles": {"default": {"apiKey": "key-default"}, "a": {"apiKey": "key-a"}}}"#)
        #expect(try account().apiKey == "key-default")
    }

    @Test(arguments: ["", " ", "a b", "key\nX: y", "ké"])
    func refusesWhatIsNoKey(_ key: String) {
        #expect(toolError { () throws(ToolError) in _ = try Settings.checked(key, "the key") } != nil)
    }

    @Test func aLineBreakAtTheEndIsNoPartOfAKey() throws {
        #expect(try Settings.checked("abc\r\n", "the key") == "abc")
    }

    @Test(arguments: [
        ("http://work.example", false, false), ("http://work.example", true, false),
        ("https://work.example", false, true),
        ("https://work.example", true, false), ("http://10.0.0.1", false, false),
        ("http://10.0.0.1", true, true),
        ("http://127.0.0.1:1", false, true), ("http://localhost", false, true),
        ("https://localhost", true, true),
    ])
    func keysTravelSafely(_ url: String, _ isInsecure: Bool, _ isAllowed: Bool) throws {
        let context = fixture.context(options: GlobalOptions(isInsecure: isInsecure))
        let address = try ServerAddress(parsing: url)
        let error = toolError { () throws(ToolError) in try Settings(context).requireSafe(address) }
        #expect((error == nil) == isAllowed)
    }

    @Test func theKeyIsMasked() throws {
        #expect(Account.masked("short") == "••••••••")
        #expect(Account.masked("ep_0123456789abcdefghijklmnop") == "ep_0••••mnop")
        let account = try account()
        #expect(!"\(account)".contains("key-work"))
        #expect(!String(reflecting: account).contains("key-work"))
        var dumped = ""
        dump(account, to: &dumped)
        #expect(!dumped.contains("key-work"))
    }

    @Test func aKeyGoesToNoRemoteOfAnotherServer() throws {
        let account = try account()
        #expect(account.mayAuthenticate(to: "https://work.example/orgs/acme.git"))
        for url in [
            "https://evil.example/orgs/acme.git", "http://work.example/orgs/acme.git",
            "git@work.example:acme.git",
            "https://work.example@evil.example/x.git", "https://work.example:444/x.git", "/srv/acme.git",
        ] {
            #expect(!account.mayAuthenticate(to: url), "\(url)")
        }
    }
}
