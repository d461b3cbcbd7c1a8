import Glibc
import Sealing
import Testing

@Suite struct CoreDumpsTests {
    @Test func noDumpIsLeft() {
        CoreDumps.disable()
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        #expect(limit.rlim_cur == 0 && limit.rlim_max == 0)
    }
}
