import EigenpalAPI
import Testing

@testable import SourceTool

@Suite struct TraceTailTests {
    @Test func whatIsNewIsToldOnceByAServerThatGoesOn() {
        var tail = TraceTail()
        #expect(tail.offset == nil)
        #expect(tail.take(RunTraceResponse(events: [1, 2], nextOffset: 4)) == [1, 2])
        #expect(tail.offset == 4)
        #expect(tail.take(RunTraceResponse(events: [], nextOffset: 4)) == [])
        #expect(tail.take(RunTraceResponse(events: [3], nextOffset: 6)) == [3])
        #expect(tail.offset == 6)
    }

    @Test func whatIsNewIsToldOnceByAServerThatTellsEverything() {
        var tail = TraceTail()
        #expect(tail.take(RunTraceResponse(events: [1, 2])) == [1, 2])
        #expect(tail.offset == nil)
        #expect(tail.take(RunTraceResponse(events: [1, 2])) == [])
        #expect(tail.take(RunTraceResponse(events: [1, 2, 3])) == [3])
    }
}
