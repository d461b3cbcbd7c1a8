import EigenpalAPI

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The bytes of a file that the server answered, whichever way it wrote them.
enum AgentFileBytes {
    /// - Throws: ``ToolError`` for an answer without any.
    static func of(_ answer: AgentFileResponse) throws(ToolError) -> [UInt8] {
        if let content = answer.content { return Array(content.utf8) }
        guard let text = answer.contentBase64, let data = Data(base64Encoded: text) else {
            throw ToolError("the server's answer has no content of \(answer.path)")
        }
        return Array(data)
    }
}
