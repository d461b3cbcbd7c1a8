/// What every request says about the program that sends it.
enum Telemetry {
    /// The language: `swift`.
    static let language = "swift"

    /// The Swift that built the program, such as `swift-6.3`.
    static var runtime: String {
        #if swift(>=6.5)
            "swift-6.5"
        #elseif swift(>=6.4)
            "swift-6.4"
        #elseif swift(>=6.3)
            "swift-6.3"
        #else
            "swift-6.2"
        #endif
    }

    /// The system and processor, such as `linux-x86_64`.
    static var operatingSystem: String { "\(system)-\(processor)" }

    /// The headers, the SDK's own name first in the one `User-Agent`.
    static func headers(userAgentSuffix: String?) -> [(name: String, value: String)] {
        let version = EigenpalSDK.version
        let agent = "eigenpal-sdk-\(language)/\(version) (\(runtime); \(operatingSystem))"
        return [
            ("X-Eigenpal-Sdk", language),
            ("X-Eigenpal-Sdk-Version", version),
            ("X-Eigenpal-Sdk-Runtime", runtime),
            ("X-Eigenpal-Sdk-Os", operatingSystem),
            ("User-Agent", userAgentSuffix.map { "\(agent) \($0)" } ?? agent),
        ]
    }

    private static var system: String {
        #if os(Linux)
            "linux"
        #elseif os(macOS)
            "darwin"
        #elseif os(Windows)
            "windows"
        #elseif os(FreeBSD)
            "freebsd"
        #else
            "unknown"
        #endif
    }

    private static var processor: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64) && os(Linux)
            "aarch64"
        #elseif arch(arm64)
            "arm64"
        #elseif arch(riscv64)
            "riscv64"
        #else
            "unknown"
        #endif
    }
}

/// The SDK itself.
public enum EigenpalSDK {
    /// The SDK's version, `X.Y.Z`.
    public static let version = "0.1.0"
}
