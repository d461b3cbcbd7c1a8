import EigenpalAPI
import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// New metadata of an agent, checked; nil leaves a part as it is.
struct AgentChange: Sendable {
    /// The longest name, in characters.
    static let maximumName = 200
    /// The longest description, in characters.
    static let maximumDescription = 2_000
    /// The largest configuration, in bytes of JSON.
    static let maximumConfig = 64 << 10

    /// The name.
    let name: String?
    /// The description; empty takes it away.
    let description: String?
    /// The configuration, a JSON object; it replaces the one before as a whole.
    let config: String?

    /// Checks a change to an agent.
    ///
    /// - Throws: 400 with an issue for each part that will not do.
    init(_ body: PatchAgentBody) throws(APIError) {
        try self.init(name: body.name, description: body.description, config: body.config)
    }

    /// Checks a name, a description and a configuration.
    ///
    /// - Parameter issues: what is wrong already.
    /// - Throws: 400 with these issues and one for each part that will not do.
    init(
        name: String?, description: String?, config: [String: JSONValue]?, after issues: [APIError.Issue] = []
    ) throws(APIError) {
        var issues = issues
        if let name {
            Self.check(name, "name", 1...Self.maximumName, allowsLines: false, &issues)
        }
        if let description {
            Self.check(description, "description", 0...Self.maximumDescription, allowsLines: true, &issues)
        }
        self.name = name
        self.description = description
        self.config = config.flatMap(Self.encoded)
        if (self.config?.utf8.count ?? 0) > Self.maximumConfig {
            issues.append(
                .init(
                    field: "config", code: "too_large",
                    message: "`config` is larger than \(Self.maximumConfig) bytes."))
        }
        guard issues.isEmpty else { throw APIError(.badRequest, issues: issues) }
    }

    /// Makes the change.
    func apply(to automation: inout Automation) {
        if let name { automation.name = name }
        if let description { automation.summary = description.isEmpty ? nil : description }
        if let config { automation.config = config }
        automation.updatedAt = .now
    }

    private static func check(
        _ text: String, _ field: String, _ lengths: ClosedRange<Int>, allowsLines: Bool,
        _ issues: inout [APIError.Issue]
    ) {
        guard lengths.contains(text.count) else {
            issues.append(
                .init(
                    field: field, code: "invalid_length",
                    message: "`\(field)` takes \(lengths.lowerBound) to \(lengths.upperBound) characters."))
            return
        }
        let isClean = text.unicodeScalars.allSatisfy { scalar in
            (scalar.value >= 0x20 && scalar.value != 0x7F)
                || (allowsLines && (scalar == "\n" || scalar == "\t"))
        }
        guard isClean else {
            issues.append(
                .init(
                    field: field, code: "invalid_characters",
                    message: "`\(field)` has control characters in it."))
            return
        }
    }

    private static func encoded(_ config: [String: JSONValue]) -> String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(config)).map { String(decoding: $0, as: UTF8.self) }
    }
}
