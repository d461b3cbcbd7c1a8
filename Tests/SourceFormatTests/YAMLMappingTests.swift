import Testing

@testable import SourceFormat

@Suite struct YAMLMappingTests {
    private func codes(_ text: String) -> [String] {
        YAMLMapping.findings(bytes: Array(text.utf8), file: "workflow.yaml").map {
            "\($0.line ?? 0) \($0.code)"
        }
    }

    @Test func onlyWhatIsNoMappingIsFound() {
        #expect(codes("name: a\nsteps:\n  - id: x\n") == [])
        #expect(codes("a: &x 1\nb: *x\nc: !!str y\n") == [])
        #expect(codes("") == ["0 empty_file"])
        #expect(codes("- a\n") == ["1 not_a_mapping"])
        #expect(codes("a: 1\nb: [\n") == ["2 yaml_syntax"])
        #expect(codes("a: &x 1\na: 2\na: 3\n") == ["3 duplicate_key"])
        #expect(codes("a: 1\n\u{0}") == ["2 binary_file"])
    }
}
