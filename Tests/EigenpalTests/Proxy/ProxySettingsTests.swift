import Eigenpal
import Testing

@Suite struct ProxySettingsTests {
    private let url = "https://studio.eigenpal.com/api"

    @Test func eachSchemeHasItsOwn() {
        let settings = ProxySettings(environment: ["HTTPS_PROXY": "http://s:1", "http_proxy": "http://p:2"])
        #expect(settings.proxy(for: "https://a.example") == "http://s:1")
        #expect(settings.proxy(for: "HTTP://a.example") == "http://p:2")
        #expect(settings.proxy(for: "ssh://a.example") == nil)
        #expect(settings.proxy(for: "git@a.example:acme.git") == nil)
    }

    @Test func upperCaseHTTPProxyIsNotReadFromRequestHeaders() {
        #expect(
            ProxySettings(environment: ["HTTP_PROXY": "http://evil:1"]).proxy(for: "http://a.example") == nil)
    }

    @Test func lowerCaseWinsAndEmptyIsUnset() {
        #expect(
            ProxySettings(environment: ["https_proxy": "http://low", "HTTPS_PROXY": "http://up"]).proxy(
                for: url)
                == "http://low")
        #expect(
            ProxySettings(environment: ["https_proxy": "", "HTTPS_PROXY": "http://up"]).proxy(for: url)
                == "http://up")
        #expect(ProxySettings(environment: ["HTTPS_PROXY": ""]).proxy(for: url) == nil)
        #expect(ProxySettings(environment: [:]).proxy(for: url) == nil)
    }

    @Test func allProxyFillsIn() {
        let settings = ProxySettings(environment: ["ALL_PROXY": "socks5://all", "https_proxy": "http://s"])
        #expect(settings.proxy(for: "https://a") == "http://s")
        #expect(settings.proxy(for: "http://a") == "socks5://all")
    }

    @Test func aProxyWithoutSchemeIsHTTP() {
        #expect(
            ProxySettings(environment: ["HTTPS_PROXY": "proxy:3128"]).proxy(for: url) == "http://proxy:3128")
    }

    @Test(arguments: [
        ("*", "a.example", true),
        ("a.example", "a.example", true),
        ("a.example", "b.a.example", true),
        (".a.example", "a.example", true),
        (".a.example", "b.a.example", true),
        ("*.a.example", "b.a.example", true),
        ("A.Example", "a.EXAMPLE", true),
        ("a.example.", "a.example", true),
        ("a.example", "a.example.", true),
        ("a.example", "xa.example", false),
        ("a.example", "a.example.org", false),
        ("x, a.example ,y", "a.example", true),
        ("x a.example", "a.example", true),
        ("", "a.example", false),
        (",,", "a.example", false),
        ("a.*", "a.example", false),
        ("a.example:443", "a.example", true),
        ("a.example:8443", "a.example", false),
        ("a.example:8443", "a.example:8443", true),
        ("10.0.0.0/8", "10.1.2.3", true),
        ("10.0.0.0/8", "11.1.2.3", false),
        ("10.0.0.0/8", "10.example", false),
        ("192.168.1.128/25", "192.168.1.200", true),
        ("192.168.1.128/25", "192.168.1.100", false),
        ("127.0.0.1", "127.0.0.1", true),
        ("127.0.0.1", "127.0.0.10", false),
        ("127.0.0.1:9000", "127.0.0.1:9000", true),
        ("127.0.0.1:9000", "127.0.0.1:9001", false),
        ("0.0.0.0/0", "8.8.8.8", true),
        ("10.0.0.0/33", "10.0.0.1", false),
        ("10.0.0.0/-1", "10.0.0.1", false),
        ("10.0.0.0/x", "10.0.0.1", false),
        ("::1", "[::1]", true),
        ("[::1]", "[::1]", true),
        ("[::1]:443", "[::1]", true),
        ("fd00::/8", "[fdab::1]", true),
        ("fd00::/8", "[fe80::1]", false),
        ("0.0.0.1", "1", false),
    ])
    func exceptions(_ text: String, _ host: String, _ isExcepted: Bool) {
        let settings = ProxySettings(environment: ["HTTPS_PROXY": "http://proxy", "NO_PROXY": text])
        #expect((settings.proxy(for: "https://\(host)/path") == nil) == isExcepted)
    }

    @Test func theStandardPortCounts() {
        let settings = ProxySettings(environment: ["ALL_PROXY": "http://proxy", "no_proxy": "a.example:80"])
        #expect(settings.proxy(for: "http://a.example") == nil)
        #expect(settings.proxy(for: "https://a.example") == "http://proxy")
    }

    @Test func credentialsAreNotShown() {
        let settings = ProxySettings(environment: ["HTTPS_PROXY": "http://me:hunter2@proxy:3128"])
        #expect(settings.proxy(for: url) == "http://me:hunter2@proxy:3128")
        for shown in ["\(settings)", String(reflecting: settings), dumped(settings)] {
            #expect(!shown.contains("hunter2"))
        }
    }

    @Test func anyTextIsReadWithoutHarm() {
        var generator = SeededGenerator(seed: 11)
        let alphabet = Array("a.*:/[]0123456789, -%@é")
        for _ in 0..<3_000 {
            let text = String(
                (0..<Int.random(in: 0..<24, using: &generator)).map { _ in
                    alphabet.randomElement(using: &generator) ?? "."
                })
            let exceptions = ProxyExceptions(parsing: text)
            // Reading is all that is asked; the answer for a name that shares no letter with the text is known.
            #expect(!exceptions.contain(host: "zzz", port: 1) || text.contains("*"))
        }
    }
}
