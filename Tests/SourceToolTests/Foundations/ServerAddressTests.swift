import TestSupport
import Testing

@testable import SourceTool

@Suite struct ServerAddressTests {
    @Test(arguments: [
        ("https://studio.eigenpal.com", "https://studio.eigenpal.com", "studio.eigenpal.com", 443),
        ("https://Studio.Eigenpal.COM/", "https://studio.eigenpal.com", "studio.eigenpal.com", 443),
        ("HTTP://127.0.0.1:4747", "http://127.0.0.1:4747", "127.0.0.1", 4747),
        ("https://host:443/base/", "https://host/base", "host", 443),
        ("http://[::1]:8080", "http://[::1]:8080", "::1", 8080),
        ("http://[FE80::1]", "http://[fe80::1]", "fe80::1", 80),
    ])
    func readsURLs(_ text: String, _ url: String, _ host: String, _ port: Int) throws {
        let address = try ServerAddress(parsing: text)
        #expect(address.url == url)
        #expect(address.host == host)
        #expect(address.port == port)
    }

    @Test(arguments: [
        "", "host", "studio.eigenpal.com", "ftp://host", "file:///etc/passwd", "https://", "https:///path",
        "https://:443",
        "https://user@host", "https://user:key@host", "https://good.example@evil.example", "https://host:0",
        "https://host:65536", "https://host:", "https://host:4x", "https://host:+1", "https://ho st",
        "https://host\\@evil",
        "https://host?x", "https://host#x", "https://[::1", "https://[::1]x", "https://[host]",
        "https://hôte",
        "https://host\n", "https://-host", "https://.host", "https://a..b", "https://ho%73t",
    ])
    func refuses(_ text: String) {
        let error = toolError { () throws(ToolError) in _ = try ServerAddress(parsing: text) }
        #expect(error?.exitCode == 2)
        // A password in a URL is not repeated.
        #expect(error?.message.contains("user:key") == false)
    }

    @Test(arguments: [
        ("https://host", "https://host", true),
        ("https://host/api", "https://host/orgs/acme.git", true),
        ("http://host", "https://host", true),
        ("http://host:8080", "https://host:8080", true),
        ("https://host", "http://host", false),
        ("https://host", "https://host:8443", false),
        ("http://host:8080", "https://host", false),
        ("https://host", "https://host.evil.example", false),
        ("https://host", "https://evil.example", false),
        ("http://127.0.0.1:4747", "http://127.0.0.1:4748", false),
        ("http://127.0.0.1:4747", "http://localhost:4747", false),
    ])
    func aKeyGoesToItsOwnServer(_ own: String, _ other: String, _ isTrusted: Bool) throws {
        #expect(try ServerAddress(parsing: own).trusts(ServerAddress(parsing: other)) == isTrusted)
    }

    @Test(arguments: [
        ("http://localhost", true), ("http://127.0.0.1", true), ("http://127.255.3.4:1", true),
        ("http://[::1]", true),
        ("http://app.localhost", true), ("http://127.0.0.1.evil.example", false), ("http://127.evil", false),
        ("http://localhost.evil.example", false), ("http://128.0.0.1", false), ("http://10.0.0.1", false),
    ])
    func knowsThisMachine(_ text: String, _ isLoopback: Bool) throws {
        #expect(try ServerAddress(parsing: text).isLoopback == isLoopback)
    }

    @Test(arguments: [
        ("http://10.1.2.3", true), ("http://172.16.0.1", true), ("http://172.32.0.1", false),
        ("http://192.168.1.1", true),
        ("http://8.8.8.8", false), ("http://server", true), ("http://a.test", true),
        ("http://a.internal", true),
        ("http://studio.eigenpal.com", false), ("http://test.example", false), ("http://[fd00::1]", true),
        ("http://[2001:db8::1]", false),
    ])
    func knowsDevelopmentHosts(_ text: String, _ isForDevelopment: Bool) throws {
        #expect(try ServerAddress(parsing: text).isForDevelopment == isForDevelopment)
    }

    @Test func anyTextIsReadOrRefused() {
        var generator = SeededGenerator(seed: 7)
        let pieces = [
            "https://", "http://", "host", "[", "]", "::1", ":", "443", "/", "@", "?", "#", "é", "\u{0}", " ",
            ".", "-",
        ]
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...6, using: &generator))
                .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            guard let address = try? ServerAddress(parsing: text) else { continue }
            // What is read prints as a URL that reads the same.
            #expect((try? ServerAddress(parsing: address.url)) == address, "\(text)")
        }
    }
}
