import Glibc
import Synchronization

/// Wakes another thread: a pipe, because its end can be in a `zmq_poll` set too.
package final class Doorbell: Sendable {
  /// Readable while the bell has been rung and not yet answered.
  package let descriptor: CInt
  private let writeEnd: CInt
  private let isRung = Atomic<Bool>(false)

  package init() throws(SystemFailure) {
    (descriptor, writeEnd) = try makePipe()
  }

  deinit {
    close(descriptor)
    close(writeEnd)
  }

  /// Wakes who waits, or who will wait next.
  package func ring() {
    guard !isRung.exchange(true, ordering: .acquiringAndReleasing) else { return }
    var byte: UInt8 = 1
    _ = write(writeEnd, &byte, 1)
  }

  /// Takes note of the ring.
  ///
  /// What is waited for must be looked at after this, never before.
  package func answer() {
    var byte: UInt8 = 0
    while read(descriptor, &byte, 1) > 0 {}
    isRung.store(false, ordering: .sequentiallyConsistent)
  }

  /// Sleeps until the bell rings.
  package func wait() {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    _ = poll(&entry, 1, -1)
  }
}

/// A system call that failed, and why.
package struct SystemFailure: Error, Equatable, CustomStringConvertible {
  package var call: String
  package var code: CInt

  package var description: String { "\(call): \(String(cString: strerror(code)))" }
}

/// A pipe that blocks neither end, and that no child process inherits.
func makePipe() throws(SystemFailure) -> (readEnd: CInt, writeEnd: CInt) {
  var ends: [CInt] = [-1, -1]
  guard pipe(&ends) == 0 else { throw SystemFailure(call: "pipe", code: errno) }
  for end in ends {
    _ = fcntl(end, F_SETFL, O_NONBLOCK)
    _ = fcntl(end, F_SETFD, FD_CLOEXEC)
  }
  return (ends[0], ends[1])
}
