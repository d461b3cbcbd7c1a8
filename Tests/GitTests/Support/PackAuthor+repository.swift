import Foundation
import GitTestSupport
import TestSupport

extension PackAuthor {
    /// Makes a repository that has this pack and nothing else; its path.
    static func repository(
        of written: (pack: [UInt8], index: [UInt8]), in directory: TemporaryDirectory
    ) throws -> String {
        let path = directory.appending("\(UInt64.random(in: .min ... .max))")
        for folder in ["objects/pack", "refs"] {
            try FileManager.default.createDirectory(
                atPath: "\(path)/.git/\(folder)", withIntermediateDirectories: true)
        }
        for (name, bytes) in [
            ("HEAD", Array("ref: refs/heads/main\n".utf8)), ("config", []),
            ("objects/pack/pack-1.pack", written.pack), ("objects/pack/pack-1.idx", written.index),
        ] {
            try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/.git/\(name)"))
        }
        return path
    }
}
