import ArgumentParser
import SourceTool

/// `api`.
struct APICommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "api", abstract: "Send any request to the server's API.",
        discussion: """
            PATH is /api/v1/… or what follows it. The fields are the query of a GET, else the members of the JSON \
            body: --field knows true, false, null, whole numbers and @FILE, --raw-field takes text as it is; \
            NAME[KEY] and NAME[] lead into objects and lists. The answer's body goes to standard output as it came; \
            a status outside 2xx ends with 1.

            Examples:
              eigenpal-src api GET source/releases --field packagePath=agents/ocr
              eigenpal-src api POST agents --field name=Invoice --field slug=invoice
              eigenpal-src api PATCH agents/invoice --input body.json
            """)

    @OptionGroup var global: GlobalArguments
    @Argument(help: "GET, POST, PATCH, PUT or DELETE.")
    var method: String
    @Argument(help: "The path below the base URL.")
    var path: String
    @Option(
        name: [.customShort("F"), .long],
        help: ArgumentHelp("A field whose value is taken for what it looks like.", valueName: "name=value"))
    var field: [String] = []
    @Option(
        name: [.customShort("f"), .long],
        help: ArgumentHelp("A field whose value is text.", valueName: "name=value"))
    var rawField: [String] = []
    @Option(help: ArgumentHelp("The body's file; - is standard input.", valueName: "file"))
    var input: String?
    @Flag(name: [.customShort("i"), .long], help: "Show the answer's status and headers too.")
    var include = false

    func perform() async throws {
        let context = try global.context()
        var fields: [APIField] = []
        for text in field { fields.append(try APIField(parsing: text, isRaw: false)) }
        for text in rawField { fields.append(try APIField(parsing: text, isRaw: true)) }
        let options = APIRequest.Options(
            method: method, path: path, fields: fields, input: input, showsHeaders: include)
        try await APIRequest.run(context, options)
    }
}
