import CAllocationCounter

/// What steps allocate: calls of `malloc` and its kin inside them, and what memory they leave behind.
struct AllocationCount {
  private let stepCount: Int
  private let callCount: Int
  private let bytesInUse: Int
  private let residentKiB: Double

  /// Where calls can be counted at all: not under a sanitizer, and with glibc only.
  static var isAvailable: Bool { allocation_counter_is_available() }

  /// Does a step again and again and sees what that allocates.
  ///
  /// Both readings are taken right at the stretch's ends: whatever else the program does between them,
  /// such as making the line that tells of them, would be laid to the steps.
  /// - Parameters:
  ///   - stepCount: How many times.
  ///   - step: The step.
  init(of stepCount: Int, _ step: () throws -> Void) rethrows {
    // Twice: what reading it takes the first time is not the steps' doing.
    var residentBefore = 0.0
    for _ in 0..<2 { residentBefore = ProcessMemory.residentKiB ?? 0 }
    let callsBefore = allocation_counter_count()
    let bytesBefore = allocation_counter_bytes_in_use()
    do {
      allocation_counter_start()
      defer { allocation_counter_stop() }
      for _ in 0..<stepCount { try step() }
    }
    let bytesAfter = allocation_counter_bytes_in_use()
    let callsAfter = allocation_counter_count()
    // Last, for reading a file of the system allocates.
    residentKiB = (ProcessMemory.residentKiB ?? 0) - residentBefore
    bytesInUse = Int(bytesAfter) - Int(bytesBefore)
    callCount = Int(callsAfter - callsBefore)
    self.stepCount = stepCount
  }

  /// Adds what was seen to a line.
  func describe(in line: inout JSONLine) {
    line.add("allocations", callCount)
    line.add("allocations_per_step", Double(callCount) / Double(max(stepCount, 1)), digits: 3)
    line.add("bytes_in_use_growth", bytesInUse)
    line.add("resident_kib_growth", residentKiB, digits: 0)
  }
}
