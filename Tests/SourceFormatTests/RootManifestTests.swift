import Testing

@testable import SourceFormat

@Suite struct RootManifestTests {
    @Test func vectors() throws {
        try Vectors.check("root-manifests.txt") { entry in
            let (manifest, findings) = RootManifest.parse(entry.text)
            #expect((manifest == nil) == findings.containsErrors)
            #expect(findings.allSatisfy { $0.file == "eigenpal.yaml" })
            let lines = manifest.map { ["\($0.schemaVersion) \($0.eigenpalVersion)"] } ?? []
            return (lines + findings.map(ManifestTests.line)).map { $0 + "\n" }.joined()
        }
    }

    @Test func upgrades() throws {
        try Vectors.check("root-upgrades.txt") { entry in
            do throws(FormatError) {
                let upgrade = try RootManifest.upgraded(entry.text)
                let (manifest, findings) = RootManifest.parse(upgrade.text)
                #expect(findings == [] && manifest == RootManifest())
                // Once it is current, nothing is left to do.
                #expect(try RootManifest.upgraded(upgrade.text).changes == [])
                #expect((upgrade.text == entry.text) == upgrade.changes.isEmpty)
                return (upgrade.changes.map { "\($0)\n" } + ["\n", upgrade.text]).joined()
            } catch {
                return "\(error.code): \(error.description)\n"
            }
        }
        #expect(try RootManifest.upgraded(nil).text == RootManifest.currentText)
        let mark = "\u{FEFF}"
        #expect(
            try RootManifest.upgraded(mark + "eigenpalVersion: 1.0.0\n").text == mark
                + RootManifest.currentText)
        #expect(try RootManifest.upgraded(mark + "# c\n").text == mark + RootManifest.currentText + "# c\n")
    }

    @Test func anythingUpgradesOrIsRefused() throws {
        let texts = try Vectors.cases("root-upgrades.txt").map { Array($0.text.utf8) }
        try rounds(3_000) { _, generator in
            let bytes = damaged(generator.pick(texts), alphabet: " \n:-#'\"[]{}1.", using: &generator)
            guard let text = SourceText.decoded(bytes, file: "").0 else { return }
            guard let upgrade = try? RootManifest.upgraded(text) else { return }
            #expect(RootManifest.parse(upgrade.text).0 == RootManifest(), "\(text)")
        }
    }
}
