import Testing

@testable import Eigenpal

@Suite struct BaseURLTests {
    @Test(arguments: [
        ("https://studio.eigenpal.com", "https://studio.eigenpal.com"),
        ("https://studio.eigenpal.com/", "https://studio.eigenpal.com"),
        ("https://studio.eigenpal.com///", "https://studio.eigenpal.com"),
        ("HTTPS://Studio.Eigenpal.COM", "https://studio.eigenpal.com"),
        ("https://acme.example:443/", "https://acme.example"),
        ("http://acme.example:80", "http://acme.example"),
        ("http://acme.example:8080", "http://acme.example:8080"),
        ("https://acme.example:", "https://acme.example"),
        ("https://acme.example/eigenpal/", "https://acme.example/eigenpal"),
        ("https://acme.example/a%20b/C", "https://acme.example/a%20b/C"),
        ("http://127.0.0.1:4747", "http://127.0.0.1:4747"),
        ("http://[::1]:4747/x", "http://[::1]:4747/x"),
        ("https://[2001:DB8::1]", "https://[2001:db8::1]"),
        ("https://my_host", "https://my_host"),
    ])
    func reads(text: String, url: String) throws {
        #expect(try BaseURL(parsing: text).description == url)
    }

    @Test(arguments: [
        "", "studio.eigenpal.com", "ftp://acme.example", "https://", "https:///path", "https://:443",
        "https://a:0",
        "https://a:65536", "https://a:12345678901234567890", "https://a:8o", "https://a b",
        "https://a\n.example",
        "https://ä.example", "https://[::1", "https://[]", "https://[zz::]", "https://[::1]x",
        "https://a/b c",
        "https://a?x=1", "https://a/#x", "https://a/../b", "https://a/%2E%2e/b", "https://a/./b",
        "https://a/\u{7F}",
        "https://a\\b", "file:///etc/passwd", "unix:///run/x", "https://user@acme.example", "://a",
    ])
    func refuses(text: String) {
        #expect(throws: EigenpalError.self) { try BaseURL(parsing: text) }
    }

    @Test func aPasswordInItIsNotShown() throws {
        let error = try #require(throws: EigenpalError.self) {
            try BaseURL(parsing: "https://me:hunter2@acme.example")
        }
        #expect(!"\(error)".contains("hunter2"))
        #expect("\(error)".contains("credentials"))
    }

    @Test func anyTextIsReadWithoutHarm() {
        var generator = SeededGenerator(seed: 3)
        let alphabet = Array("https:/[]@?#%.ab01:\\ \u{0}é")
        for _ in 0..<3_000 {
            var text = Bool.random(using: &generator) ? "https://" : ""
            for _ in 0..<Int.random(in: 0..<16, using: &generator) {
                text.append(alphabet.randomElement(using: &generator) ?? "/")
            }
            guard let url = try? BaseURL(parsing: text) else { continue }
            // What is accepted is a URL that is read as itself.
            #expect((try? BaseURL(parsing: url.description)) == url, "\(text.debugDescription)")
            #expect(!url.host.isEmpty && !url.description.hasSuffix("/"))
        }
    }
}
