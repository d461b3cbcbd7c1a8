import Testing

@testable import SourceFormat

@Suite struct TerminalTextTests {
    @Test func whatATerminalObeysIsShown() {
        let texts = [
            "plain é 日本 😀 e\u{301}": "plain é 日本 😀 e\u{301}",
            "\u{1B}[31mred\u{1B}[0m": "␛[31mred␛[0m",
            "\u{1B}]0;title\u{07}": "␛]0;title␇",
            "a\u{9B}31mb": "a<U+009B>31mb",
            "a\rb\nc\td\u{8}\u{0}\u{7F}": "a␍b␊c␉d␈␀␡",
            "a\u{202E}cod.exe\u{2069}": "a<U+202E>cod.exe<U+2069>",
            "z\u{200B}w\u{2060}j\u{FEFF}": "z<U+200B>w<U+2060>j<U+FEFF>",
            "👩\u{200D}💻 می\u{200C}خواهم": "👩\u{200D}💻 می\u{200C}خواهم",
            "l\u{2028}p\u{2029}": "l<U+2028>p<U+2029>",
            "tag\u{E0041}": "tag<U+E0041>",
            "\r\n": "␍␊",
        ]
        for (text, shown) in texts { #expect(TerminalText.cleaned(text) == shown) }
    }

    @Test func lineBreaksAndTabsAreKeptWhereWanted() {
        #expect(TerminalText.cleaned("a\r\nb\tc\rd", lineBreaks: true) == "a\nb␉c␍d")
        #expect(TerminalText.cleaned("a\nb\tc", lineBreaks: true, tabs: true) == "a\nb\tc")
        #expect(TerminalText.cleaned("a\nb\tc", tabs: true) == "a␊b\tc")
    }

    @Test func quotationsAreShort() {
        #expect(TerminalText.quoted("a\u{7}") == "\"a␇\"")
        #expect(TerminalText.quoted(String(repeating: "x", count: 100), limit: 3) == "\"xxx…\"")
        let long = "e" + String(repeating: "\u{301}", count: 1_000_000)
        #expect(TerminalText.quoted(long).unicodeScalars.count < 100)
    }

    @Test func nothingThatIsObeyedIsLeft() throws {
        try rounds(3_000) { _, generator in
            var text = String.UnicodeScalarView()
            for _ in 0..<20 {
                let value =
                    generator.chance(50)
                    ? UInt32.random(in: 0...0x2100, using: &generator)
                    : UInt32.random(in: 0...0x10FFFF, using: &generator)
                if let scalar = Unicode.Scalar(value) { text.append(scalar) }
            }
            let cleaned = TerminalText.cleaned(String(text))
            for scalar in cleaned.unicodeScalars {
                #expect(scalar.properties.generalCategory != .control)
                #expect(scalar.properties.isBidiControl == false)
            }
            #expect(TerminalText.cleaned(cleaned) == cleaned)
        }
    }
}
