import Foundation
import Testing

@testable import SourceFormat

@Suite struct TemplatesTests {
    private static let templates = Vectors.folder.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "templates")

    @Test(arguments: Templates.Template.allCases)
    func everyFileIsEmbedded(template: Templates.Template) throws {
        let folder = Self.templates.appending(path: template.rawValue)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
        let files = Templates.embeddedFiles(in: template.rawValue)
        #expect(files.map(\.path).sorted() == names.sorted())
        for file in files {
            #expect(
                file.contents == (try String(contentsOf: folder.appending(path: file.path), encoding: .utf8)))
        }
    }

    /// Names and descriptions that break what is not quoted.
    static let texts = [
        "Invoice reader", "", "  ", "a: b # c", "true", "1.0", "it's \"quoted\"", "{{name}}", "{{last}}",
        "- x", "[a]",
        "\\n", "two\nlines\ttab", "é😀", "null", "@x", "%y", "'", "\u{1B}[31m", "\u{202E}", "*a", "&a", "!x",
        "? y", "|",
        ">", "x:", "#", "}}", "{{", "---", "...", "=",
    ]

    @Test(arguments: Templates.Template.allCases)
    func scaffoldedPackagesAreValid(template: Templates.Template) throws {
        let path = try template.path(for: "finance/true")
        #expect(path.kind == template.kind && path.root == template.root)
        for text in Self.texts {
            for description in [nil, text] {
                let files = Templates.files(for: template, path: path, name: text, description: description)
                let manifest = try #require(files.first { $0.path == "eigenpal.yaml" })
                let (parsed, findings) = PackageManifest.parse(manifest.contents, path: path)
                #expect(findings == [], "\(text.debugDescription)")
                let line = TemplateRendering.line(text)
                #expect(parsed?.name == (line.isEmpty ? "true" : line))
                #expect(parsed?.description == (description == nil || line.isEmpty ? nil : line))
                for file in files { try Self.check(file, name: text) }
            }
        }
    }

    private static func check(_ file: Templates.File, name: String) throws {
        #expect(file.contents.hasSuffix("\n") && !file.contents.contains("\n\n\n"))
        // No placeholder is left but those that the name itself looks like.
        if !name.contains("{{") {
            #expect(!file.contents.contains("{{name") && !file.contents.contains("{{last"))
        }
        if file.path.hasSuffix(".yaml") {
            let document = YAMLReader.read(Array(file.contents.utf8))
            #expect(document.problems == [])
            guard case .mapping(let pairs) = document.root?.content,
                case .scalar(let text, let style) = pairs.first(where: { $0.key == "name" })?.value.content
            else {
                Issue.record("\(file.path) has no name")
                return
            }
            #expect(YAMLScalar(text, style) == .string(text))
        } else if file.path.hasSuffix(".json") {
            let schema = try JSONSerialization.jsonObject(with: Data(file.contents.utf8)) as? [String: Any]
            let line = TemplateRendering.line(name)
            #expect(schema?["title"] as? String == (line.isEmpty ? "true" : line))
        } else if file.path == "SKILL.md" {
            let front = file.contents.components(separatedBy: "---\n")
            #expect(front.count >= 3 && YAMLReader.read(Array(front[1].utf8)).problems == [])
        }
    }

    @Test func requiredFilesAreThere() throws {
        let required: [Templates.Template: String] = [
            .agent: PackageFileName.agent, .workflow: PackageFileName.workflow, .skill: PackageFileName.skill,
            .evaluator: PackageFileName.evaluator, .rule: "RULE.md", .knowledge: "KNOWLEDGE.md",
        ]
        for template in Templates.Template.allCases {
            let path = try template.path(for: "a")
            let names = Templates.files(for: template, path: path, name: "A").map(\.path)
            #expect(names.contains(try #require(required[template])) && names.contains("eigenpal.yaml"))
        }
    }

    @Test func rootFilesAreValid() throws {
        let files = Templates.rootFiles
        #expect(files.map(\.path).sorted() == [".gitattributes", ".gitignore", "eigenpal.yaml"])
        let (manifest, findings) = RootManifest.parse(RootManifest.currentText)
        #expect(findings == [] && manifest == RootManifest())
        #expect(files.first { $0.path == ".gitignore" }?.contents == ".eigenpal/\neigenpal_modules/\n")
    }

    @Test func namesBecomePaths() throws {
        let good: [(Templates.Template, String, String)] = [
            (.agent, "invoice", "agents/invoice"), (.agent, "finance/invoice", "agents/finance/invoice"),
            (.agent, "finance.invoice", "agents/finance/invoice"),
            (.agent, "agents/invoice", "agents/invoice"),
            (.agent, "agents.invoice", "agents/invoice"), (.agent, "agents", "agents/agents"),
            (.skill, "ocr", "resources/skills/ocr"), (.skill, "pdf.ocr", "resources/skills/pdf/ocr"),
            (.skill, "resources.skills.ocr", "resources/skills/ocr"), (.rule, "vat", "resources/rules/vat"),
            (.knowledge, "terms", "resources/knowledge/terms"), (.workflow, "daily", "workflows/daily"),
            (.evaluator, "tone", "evaluators/tone"),
        ]
        for (template, name, path) in good { #expect(try template.path(for: name).description == path) }
        let bad: [(Templates.Template, String)] = [
            (.agent, ""), (.agent, "../x"), (.agent, "Invoice"), (.agent, "workflows/x"), (.agent, "/x"),
            (.skill, "resources/rules/x"), (.skill, "resources/skills"), (.rule, "agents/x"), (.agent, "a b"),
        ]
        for (template, name) in bad {
            let error = #expect(throws: FormatError.self) { try template.path(for: name) }
            #expect(error?.code == "invalid_package_path")
        }
    }
}
