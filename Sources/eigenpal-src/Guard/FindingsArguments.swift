import ArgumentParser
import SourceTool

/// The form that findings are told in.
struct FindingsArguments: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Answer in JSON.")
    var isJSON = false
    @Flag(name: .customLong("sarif"), help: "Answer in SARIF 2.1.0, for code hosts and editors.")
    var isSarif = false
    @Flag(name: .customLong("markdown"), help: "Answer in Markdown, for a pull request.")
    var isMarkdown = false

    /// Refuses two forms at once.
    func check(_ verb: String) throws {
        guard [isJSON, isSarif, isMarkdown].count(where: \.self) <= 1 else {
            throw ToolError.usage(
                "--json, --sarif and --markdown exclude each other", next: "eigenpal-src \(verb) --help")
        }
    }
}

extension ToolCommand {
    /// Writes findings in the form that was asked for, and ends with their exit code.
    func renderFindings(_ report: GuardReport, _ form: FindingsArguments, in context: ToolContext) throws {
        if form.isSarif {
            try render(SarifLog(report), json: true, in: context)
        } else if form.isMarkdown {
            try render(GuardMarkdown(report), json: false, in: context)
        } else {
            try render(report, json: form.isJSON, in: context)
        }
    }
}
