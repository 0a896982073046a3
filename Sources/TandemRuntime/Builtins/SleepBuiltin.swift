import TandemCatalog

import Glibc

/// `sleep(seconds)`: waits, and can be interrupted.
enum SleepBuiltin: Builtin {
  static let descriptor = MethodDescriptor(
    "sleep", gives: nil, "waits; an interrupt ends it", examples: ["sleep(0.5)"],
    [.number("seconds", atLeast: 0, atMost: 86_400, "how long")])

  static func run(_ call: Invocation) throws -> Value {
    let seconds: Double = call.arguments["seconds"]
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      try call.context.checkInterrupt()
      let left = end - ContinuousClock.now
      if left <= .zero { return .none }
      // Short naps, so that an interrupt is felt at once.
      let nap = min(left, .milliseconds(20))
      usleep(UInt32(max(nap / .microseconds(1), 1)))
    }
  }
}
