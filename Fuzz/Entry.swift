import Glibc

/// What libFuzzer calls first: the target's name is in the environment, for the arguments are libFuzzer's own.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutablePointer<CInt>?,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
    _ = FuzzTarget.chosen
    return 0
}

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzTarget.chosen.run(Array(UnsafeBufferPointer(start: data, count: count)))
    return 0
}

extension FuzzTarget {
    /// The target that `EIGENPAL_SRC_FUZZ_TARGET` names; ends the program where it names none.
    static let chosen: FuzzTarget = {
        if let name = getenv("EIGENPAL_SRC_FUZZ_TARGET"),
            let target = FuzzTarget(rawValue: String(cString: name))
        {
            return target
        }
        let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: " ")
        fatalError("EIGENPAL_SRC_FUZZ_TARGET must be one of: \(names)")
    }()
}
