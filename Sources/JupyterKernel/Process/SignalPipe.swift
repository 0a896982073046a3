import Glibc
import Synchronization

/// Turns signals into bytes of a pipe, which the I/O thread polls with its sockets.
///
/// Made once a process: a handler can see globals only.
final class SignalPipe {
  static let interrupt = SIGINT
  static let terminate = SIGTERM

  let descriptor: CInt

  init() throws(SystemFailure) {
    let ends = try makePipe()
    descriptor = ends.readEnd
    handlerDescriptor.store(ends.writeEnd, ordering: .releasing)
  }

  /// Has these signals reported here instead of ending the process.
  func catchSignals(_ signals: [CInt]) {
    for number in signals {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { number in
        // Only calls that are safe in a handler; the cell may be in the middle of anything.
        let savedCode = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(handlerDescriptor.load(ordering: .acquiring), &byte, 1)
        errno = savedCode
      }
      // Reading a file in a cell is not to fail because somebody pressed stop.
      action.sa_flags = CInt(SA_RESTART)
      sigaction(number, &action, nil)
    }
  }

  /// The next signal that has come.
  func next() -> CInt? {
    var byte: UInt8 = 0
    return read(descriptor, &byte, 1) == 1 ? CInt(byte) : nil
  }
}

private let handlerDescriptor = Atomic<CInt>(-1)
