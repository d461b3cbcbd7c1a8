// swift-tools-version: 6.2

import PackageDescription

// Programs that use the SDK, each in a file. `swift run --package-path Examples run-agent` builds the SDK's dependencies
// once more, in a folder of its own; scripts/test builds the same files beside the SDK, in seconds.
let package = Package(
    name: "eigenpal-examples",
    dependencies: [.package(name: "eigenpal-src", path: "..")],
    targets: ["run-agent", "files", "page-through-runs", "tutorial"].map { name in
        .executableTarget(
            name: name, dependencies: [.product(name: "Eigenpal", package: "eigenpal-src")],
            swiftSettings: [.swiftLanguageMode(.v6)])
    }
)
