// swift-tools-version: 6.2

import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "eigenpal-src",
    products: [
        .library(name: "Eigenpal", targets: ["Eigenpal"]),
        .executable(name: "eigenpal-src", targets: ["eigenpal-src"]),
        .executable(name: "eigenpal-server", targets: ["eigenpal-server"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // MARK: C libraries
        // libgit2 is loaded when first used, not at start: it brings 22 shared libraries with it. Naming it to
        // the package manager as a system library would link it, so its headers alone are used here.
        .target(name: "CLibgit2"),
        .systemLibrary(
            name: "CLibsodium", pkgConfig: "libsodium",
            providers: [.apt(["libsodium-dev"]), .brew(["libsodium"])]),
        .target(name: "CProcess"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

        // MARK: Floors, lowest first
        .target(name: "Git", dependencies: ["CLibgit2", "CZlib"], swiftSettings: swiftSettings),
        .target(name: "Sealing", dependencies: ["CLibsodium"], swiftSettings: swiftSettings),
        .target(name: "Scanning", dependencies: ["Sealing"], swiftSettings: swiftSettings),
        .target(
            name: "SourceFormat",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: swiftSettings),
        .target(
            name: "SourceRepository", dependencies: ["Git", "SourceFormat"], swiftSettings: swiftSettings),
        .target(
            name: "Guard", dependencies: ["Git", "Scanning", "SourceFormat", "SourceRepository"],
            swiftSettings: swiftSettings),
        .target(name: "EigenpalAPI", swiftSettings: swiftSettings),
        .target(
            name: "Running",
            dependencies: ["CProcess", "EigenpalAPI", "Git", "SourceFormat", "SourceRepository"],
            swiftSettings: swiftSettings),
        .target(
            name: "Eigenpal",
            dependencies: [
                "EigenpalAPI",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "SourceTool",
            dependencies: [
                "Eigenpal", "EigenpalAPI", "Git", "Guard", "Running", "Scanning", "Sealing", "SourceFormat",
                "SourceRepository",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "EigenpalServer",
            dependencies: [
                "CProcess", "CZlib", "EigenpalAPI", "Git", "Guard", "Running", "SourceFormat",
                "SourceRepository",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings),

        // MARK: Executables
        .executableTarget(
            name: "eigenpal-src",
            dependencies: [
                "CProcess", "SourceFormat", "SourceTool",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "eigenpal-server",
            dependencies: [
                "CProcess", "EigenpalServer", "Running",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings),

        // MARK: Tests
        .target(
            name: "TestSupport",
            dependencies: [
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/TestSupport", swiftSettings: swiftSettings),
        .testTarget(
            name: "ScanningTests", dependencies: ["Scanning", "Sealing", "TestSupport"],
            swiftSettings: swiftSettings),
        .target(
            name: "GitTestSupport", dependencies: ["Git"], path: "Tests/GitTestSupport",
            swiftSettings: swiftSettings),
        .testTarget(
            name: "GitTests", dependencies: ["Git", "GitTestSupport", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SealingTests", dependencies: ["Sealing", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "SourceFormatTests",
            // The reader of manifests is held against a whole YAML parser here, and only here: Yams brings all of
            // Foundation with it, 50 MB that the tool would carry and load at every start.
            dependencies: ["SourceFormat", "TestSupport", .product(name: "Yams", package: "Yams")],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SourceRepositoryTests",
            dependencies: ["SourceRepository", "Git", "SourceFormat", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "GuardTests",
            dependencies: ["Git", "Guard", "Scanning", "SourceFormat", "SourceRepository", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "RunningTests",
            dependencies: [
                "EigenpalAPI", "Git", "Running", "SourceFormat", "SourceRepository", "TestSupport",
                "eigenpal-server",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "EigenpalTests", dependencies: ["Eigenpal", "EigenpalAPI", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "EigenpalServerTests",
            dependencies: [
                "CZlib", "EigenpalAPI", "EigenpalServer", "Git", "SourceFormat", "SourceRepository",
                "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SourceToolTests",
            dependencies: [
                "Eigenpal", "EigenpalAPI", "Git", "Running", "SourceFormat", "SourceTool", "TestSupport",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "TranscriptTests", dependencies: ["TestSupport", "eigenpal-src", "eigenpal-server"],
            exclude: [], swiftSettings: swiftSettings),
    ]
)

// Programs that feed the readers with damaged input are built by scripts/fuzz alone, with coverage of every room.
if Context.environment["EIGENPAL_SRC_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "fuzz",
            dependencies: ["Git", "GitTestSupport", "Guard", "Scanning", "Sealing", "SourceFormat"],
            path: "Fuzz", swiftSettings: swiftSettings))
}

// What the server is measured against is built by scripts/bench alone.
if Context.environment["EIGENPAL_SRC_BENCH"] != nil {
    package.targets.append(
        .executableTarget(
            name: "hello", dependencies: [.product(name: "Hummingbird", package: "hummingbird")],
            path: "Benchmarks/Hello", swiftSettings: swiftSettings))
}

// The examples are a package of their own, which would build all of the SDK's dependencies a second time. To see that they
// still compile, scripts/test builds their files here.
if Context.environment["EIGENPAL_SRC_EXAMPLES"] != nil {
    for name in ["run-agent", "files", "page-through-runs", "tutorial"] {
        package.targets.append(
            .executableTarget(
                name: "example-\(name)", dependencies: ["Eigenpal"], path: "Examples/Sources/\(name)",
                swiftSettings: [.swiftLanguageMode(.v6)]))
    }
}
