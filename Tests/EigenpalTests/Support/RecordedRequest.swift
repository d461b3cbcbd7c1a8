import EigenpalAPI
import Foundation

/// A request as it arrived, in a form in which it does not matter how a client writes the same thing: queries by name, JSON
/// by value, a form by its parts.
struct RecordedRequest: Equatable, CustomStringConvertible {
    /// The first segment of the path, by which the test knows the call.
    var label = ""
    var method = ""
    /// The path after the label, as it arrived.
    var path = ""
    /// The query, decoded and in order.
    var query: [String] = []
    /// The headers that count, names in lower case.
    var headers: [String: String] = [:]
    var body = Body.none

    enum Body: Equatable {
        case none
        case json(JSONValue)
        case form([Part])
        case other(String)
    }

    /// A part of a form.
    struct Part: Equatable {
        var name: String
        var filename: String?
        var contentType: String?
        var content: Content

        enum Content: Equatable {
            case json(JSONValue)
            case text(String)
        }
    }

    /// Reads what a raw server wrote down.
    init(_ text: String) {
        let end = text.range(of: "\r\n\r\n") ?? text.endIndex..<text.endIndex
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        let line = lines[0].components(separatedBy: " ")
        method = line[0]
        let target = line[1].split(separator: "?", maxSplits: 1).map(String.init)
        let segments = target[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: true)
        label = String(segments[0])
        path = segments.count > 1 ? "/" + segments[1] : ""
        query = (target.count > 1 ? target[1] : "").split(separator: "&").map(Self.decoded).sorted()
        var type = ""
        for line in lines.dropFirst() {
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            let name = line[..<colon].lowercased()
            let value = line[colon...].dropFirst().trimmingCharacters(in: .whitespaces)
            switch name {
            case "authorization", "accept": headers[name] = value
            case "content-type":
                type = value
                headers[name] = value.components(separatedBy: ";")[0]
            case _ where name.hasPrefix("x-eigenpal-sdk"): headers[name] = "…"
            default: break
            }
        }
        body = Self.body(String(text[end.upperBound...]), type: type)
    }

    private static func decoded(_ item: Substring) -> String {
        let item = String(item.replacing("+", with: " "))
        return item.removingPercentEncoding ?? item
    }

    private static func body(_ text: String, type: String) -> Body {
        if text.isEmpty { return .none }
        if type.hasPrefix("application/json"), let value = json(text) { return .json(value) }
        guard let mark = type.range(of: "boundary=") else { return .other(text) }
        let pieces = ("\r\n" + text).components(separatedBy: "\r\n--\(type[mark.upperBound...])")
        guard pieces.count >= 2, pieces.first == "", pieces.last == "--\r\n" else { return .other(text) }
        return .form(pieces.dropFirst().dropLast().map(part))
    }

    private static func part(_ text: String) -> Part {
        let end = text.range(of: "\r\n\r\n") ?? text.endIndex..<text.endIndex
        let head = String(text[..<end.lowerBound])
        func value(_ pattern: String) -> String? {
            guard let start = head.range(of: pattern) else { return nil }
            return String(head[start.upperBound...].prefix { $0 != "\"" && $0 != "\r\n" })
        }
        let name = value("; name=\"") ?? "?"
        let content = String(text[end.upperBound...])
        let isJSON = ["input", "overrides", "metadata"].contains(name)
        return Part(
            name: name, filename: value("; filename=\""), contentType: value("\r\nContent-Type: "),
            content: (isJSON ? json(content) : nil).map(Part.Content.json) ?? .text(content))
    }

    private static func json(_ text: String) -> JSONValue? {
        try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    }

    var description: String { "\(method) \(path) \(query) \(headers.sorted { $0.key < $1.key }) \(body)" }
}
