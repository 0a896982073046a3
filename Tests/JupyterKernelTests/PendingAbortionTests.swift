import Testing

@testable import JupyterKernel

@Suite struct PendingAbortionTests {
  let start = ContinuousClock.now

  func time(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

  @Test("nothing is due while no cell has failed")
  func nothing() {
    var abortion = PendingAbortion()
    abortion.noteArrival(at: start)
    #expect(abortion.deadline == nil)
    #expect(!abortion.isDue(at: time(1000)))
  }

  @Test("a cell that fails at once waits for those sent with it")
  func quickFailure() {
    var abortion = PendingAbortion()
    abortion.noteArrival(at: start)
    abortion.begin(at: time(1))
    #expect(!abortion.isDue(at: time(29)))
    abortion.noteArrival(at: time(20))
    #expect(!abortion.isDue(at: time(49)))
    #expect(abortion.isDue(at: time(50)))
    abortion.end()
    #expect(abortion.deadline == nil)
  }

  @Test("a cell that fails late waits for nothing")
  func lateFailure() {
    var abortion = PendingAbortion()
    abortion.noteArrival(at: start)
    abortion.begin(at: time(5000))
    #expect(abortion.isDue(at: time(5000)))
  }

  @Test("whoever sends without end does not hold the reply back for ever")
  func endlessRow() {
    var abortion = PendingAbortion()
    abortion.begin(at: start)
    for moment in stride(from: 0, through: 300, by: 10) { abortion.noteArrival(at: time(moment)) }
    #expect(abortion.isDue(at: time(300)))
  }
}
