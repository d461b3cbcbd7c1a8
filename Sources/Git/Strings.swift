import CLibgit2
import Glibc

/// Calls `body` with strings as libgit2 takes a list of them; they live as long as the call.
func withStrings<Result>(_ strings: [String], _ body: (git_strarray) -> Result) -> Result {
    var pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer {
        body(git_strarray(strings: $0.baseAddress, count: $0.count))
    }
}
