import TestSupport
import Testing

@testable import EigenpalServer

@Suite struct MultipartParserTests {
    /// A part as it was meant and as it was read.
    private struct Part: Equatable {
        var head: MultipartHead
        var bytes: [UInt8] = []
    }

    @Test func readsWhatWasWrittenHoweverItIsCut() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            let boundary = "b\(UInt32.random(in: 0...9999, using: &random))"
            var body = Bool.random(using: &random) ? Array("preamble\r\n".utf8) : []
            var parts: [Part] = []
            for number in 0..<Int.random(in: 0...4, using: &random) {
                let filename: String? = Bool.random(using: &random) ? "f \(number).txt" : nil
                var bytes: [UInt8] = []
                // Bytes that boundaries are made of are the hard ones.
                let alphabet = Array("\r\n-\(boundary)x".utf8)
                for _ in 0..<Int.random(in: 0...60, using: &random) {
                    bytes.append(alphabet.randomElement(using: &random) ?? 0)
                }
                if bytes.firstRange(of: Array("--\(boundary)".utf8)) != nil { bytes = [1, 2, 3] }
                var head = "Content-Disposition: form-data; name=\"n\(number)\""
                if let filename { head += "; filename=\"\(filename)\"" }
                body +=
                    Array("--\(boundary)\r\n\(head)\r\nContent-Type: text/plain\r\n\r\n".utf8) + bytes + [
                        13, 10,
                    ]
                parts.append(
                    Part(
                        head: MultipartHead(
                            name: "n\(number)", filename: filename, contentType: "text/plain"), bytes: bytes))
            }
            body += Array("--\(boundary)--\r\nepilogue".utf8)
            var parser = MultipartParser(boundary: boundary)
            var read: [Part] = []
            var rest = body[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...40, using: &random))
                rest = rest.dropFirst(piece.count)
                for event in try parser.feed(piece) {
                    switch event {
                    case .part(let head): read.append(Part(head: head))
                    case .bytes(let bytes): read[read.count - 1].bytes += bytes
                    case .end: break
                    }
                }
            }
            #expect(read == parts)
            #expect(parser.isComplete)
        }
    }

    @Test func damagedBodiesAreRefusedAndNeverMore() {
        var random = SeededGenerator(seed: 12)
        let whole = Array(
            "--b\r\nContent-Disposition: form-data; name=\"a\"; filename*=UTF-8''n%C3%A4\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=c\r\n\r\n\r\n--b--\r\n"
                .utf8)
        var refused = 0
        for _ in 0..<5_000 {
            var body = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<body.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: body[place] = UInt8.random(in: 0...255, using: &random)
                case 1: body.remove(at: place)
                default: body.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
                if body.isEmpty { body = [0] }
            }
            var parser = MultipartParser(boundary: "b")
            do { _ = try parser.feed(body) } catch { refused += 1 }
        }
        #expect(refused > 100)
    }

    @Test(arguments: [
        (#"form-data; name="a\"b"; filename="c\\d""#, "a\"b", "c\\d"),
        (#"form-data; name=a; filename="x%22y""#, "a", "x\"y"),
        (#"form-data; name="a"; filename="x"; filename*=UTF-8''%e2%82%ac"#, "a", "€"),
        (#"FORM-DATA;NAME="a" ; FileName = "b" "#, "a", "b"),
        (#"form-data; name="a"; filename="C:\dir\f.txt""#, "a", #"C:\dir\f.txt"#),
    ])
    func namesAreReadAsTheyAreMeant(_ line: String, _ name: String, _ filename: String) throws {
        let head = try MultipartHead(Array("Content-Disposition: \(line)".utf8)[...])
        #expect(head == MultipartHead(name: name, filename: filename))
    }

    @Test(arguments: [
        "X: y", "Content-Disposition: attachment; name=a", "Content-Disposition: form-data", "no colon",
    ])
    func aPartWithoutANameIsRefused(_ lines: String) {
        #expect(throws: MultipartParser.Failure.self) { try MultipartHead(Array(lines.utf8)[...]) }
    }

    @Test func limitsHold() throws {
        var parser = MultipartParser(boundary: "b")
        #expect(throws: MultipartParser.Failure.self) {
            try parser.feed(
                Array("--b\r\nX: \(String(repeating: "y", count: MultipartParser.maximumHead))".utf8))
        }
        var many = MultipartParser(boundary: "b")
        #expect(throws: MultipartParser.Failure.self) {
            for _ in 0...MultipartParser.maximumParts {
                _ = try many.feed(Array("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n".utf8))
            }
        }
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=abc", "abc"),
        (#"Multipart/Form-Data; charset=utf-8; boundary="a b:c""#, "a b:c"),
    ])
    func theBoundaryIsFound(_ field: String, _ boundary: String) {
        #expect(multipartBoundary(field) == boundary)
    }

    @Test(arguments: [
        "multipart/form-data", "multipart/mixed; boundary=a", "multipart/form-data; boundary=", "text/plain",
    ])
    func anythingElseHasNone(_ field: String) { #expect(multipartBoundary(field) == nil) }
}
