internal import Glibc

/// The machine's processors.
package enum Processors {
  static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Keeps one of them busy, until someone ends the process or who started it is gone.
  package static func keepOneBusy() -> Never {
    let parent = getppid()
    var number: UInt64 = 1
    while true {
      for _ in 0..<10_000_000 { number = number &* 6_364_136_223_846_793_005 &+ 1 }
      if getppid() != parent || number == 0 { exit(0) }
    }
  }
}
