import Foundation

/// The executables of this build, beside the test program.
public enum Products {
    /// The directory that holds them.
    public static let directory: String = {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return (program as NSString).deletingLastPathComponent
    }()

    /// The tool.
    public static let tool = "\(directory)/eigenpal-src"

    /// The server.
    public static let server = "\(directory)/eigenpal-server"

    /// The root of this checkout.
    public static let checkout: String = {
        var path = (#filePath as NSString).deletingLastPathComponent
        for _ in 0..<2 { path = (path as NSString).deletingLastPathComponent }
        return path
    }()
}
