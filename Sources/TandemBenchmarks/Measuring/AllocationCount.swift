import CAllocationCounter

/// What steps allocate: calls of `malloc` and its kin inside them, and what memory they leave behind.
struct AllocationCount {
  private var callCount: UInt64 = 0
  private var bytesInUse = 0
  private var residentKiB = 0.0

  /// Where calls can be counted at all: not under a sanitizer, and with glibc only.
  static var isAvailable: Bool { allocation_counter_is_available() }

  /// Remembers how things stand before the steps.
  init() {
    // Twice: what reading it takes the first time is not the steps' doing.
    for _ in 0..<2 { residentKiB = ProcessMemory.residentKiB ?? 0 }
    bytesInUse = allocation_counter_bytes_in_use()
    callCount = allocation_counter_count()
  }

  /// Does something whose calls count.
  static func counting(_ work: () throws -> Void) rethrows {
    allocation_counter_start()
    defer { allocation_counter_stop() }
    try work()
  }

  /// Adds what has happened since to a line.
  /// - Parameters:
  ///   - line: The line.
  ///   - stepCount: How many steps there were.
  func describe(in line: inout JSONLine, stepCount: Int) {
    // First, for reading a file of the system allocates.
    let bytes = allocation_counter_bytes_in_use() - bytesInUse
    let calls = Int(allocation_counter_count() - callCount)
    let growth = (ProcessMemory.residentKiB ?? 0) - residentKiB
    line.add("allocations", calls)
    line.add("allocations_per_step", Double(calls) / Double(max(stepCount, 1)), digits: 3)
    line.add("bytes_in_use_growth", bytes)
    line.add("resident_kib_growth", growth, digits: 0)
  }
}
