/// Where each value of a plan lies in its arena.
///
/// Steps are gone through in order: a result gets the smallest gap that holds it, or the memory of
/// its first input where the operation may write over it, and memory is free again after its last use.
struct ArenaLayout {
  /// The offset of each value that lies in the arena.
  private(set) var offsets: [Int: Int] = [:]
  /// The offset of each step's scratch memory, counted over all stages; `nil` for a step without.
  private(set) var scratchOffsets: [Int?] = []
  /// How many numbers the arena holds.
  private(set) var count = 0

  private var gaps: [Range<Int>] = []

  /// Sixteen numbers are 64 bytes, a line of the processor's cache.
  private static let alignment = 16

  init(_ schedule: PlanSchedule) {
    let dying = Self.lastTimes(schedule)
    for (time, step) in schedule.steps.joined().enumerated() {
      var leaving = dying[time, default: []]
      let output = step.output.value
      if schedule.values[output].place == nil, offsets[output] == nil {
        if let source = schedule.overwritten(by: step, of: leaving), let offset = offsets[source] {
          offsets[output] = offset
          leaving.removeAll { $0 == source }
        } else {
          offsets[output] = take(schedule.values[output].count)
        }
      }
      let scratchCount = step.scratchCount
      let scratch = scratchCount > 0 ? take(scratchCount) : nil
      scratchOffsets.append(scratch)
      if let scratch { give(scratch, scratchCount) }
      for value in leaving {
        if let offset = offsets[value] { give(offset, schedule.values[value].count) }
      }
    }
  }

  /// The values whose memory is free after each step: after their last use, or right after the step
  /// that computes them, if nothing reads them.
  private static func lastTimes(_ schedule: PlanSchedule) -> [Int: [Int]] {
    var written: [Int: Int] = [:]
    for (time, step) in schedule.steps.joined().enumerated() { written[step.output.value] = time }
    var dying: [Int: [Int]] = [:]
    for (index, time) in written.sorted(by: { $0.key < $1.key }) {
      let value = schedule.values[index]
      if value.place == nil, !value.isKept {
        dying[max(value.lastUse, time), default: []].append(index)
      }
    }
    return dying
  }

  private static func rounded(_ count: Int) -> Int {
    (max(count, 1) + alignment - 1) / alignment * alignment
  }

  private mutating func take(_ count: Int) -> Int {
    let size = Self.rounded(count)
    let fitting = gaps.indices.filter { gaps[$0].count >= size }
    if let best = fitting.min(by: { gaps[$0].count < gaps[$1].count }) {
      let start = gaps[best].lowerBound
      gaps[best] = start + size..<gaps[best].upperBound
      if gaps[best].isEmpty { gaps.remove(at: best) }
      return start
    }
    // The last gap, if it reaches the end, is made larger instead of leaving it.
    if let last = gaps.last, last.upperBound == self.count {
      gaps.removeLast()
      self.count = last.lowerBound + size
      return last.lowerBound
    }
    self.count += size
    return self.count - size
  }

  private mutating func give(_ offset: Int, _ count: Int) {
    var gap = offset..<offset + Self.rounded(count)
    let next = gaps.firstIndex { $0.lowerBound > offset } ?? gaps.count
    var replaced = next..<next
    if next < gaps.count, gaps[next].lowerBound == gap.upperBound {
      gap = gap.lowerBound..<gaps[next].upperBound
      replaced = next..<next + 1
    }
    if next > 0, gaps[next - 1].upperBound == gap.lowerBound {
      gap = gaps[next - 1].lowerBound..<gap.upperBound
      replaced = next - 1..<replaced.upperBound
    }
    gaps.replaceSubrange(replaced, with: [gap])
  }
}

extension PlanSchedule {
  /// The value that a step may write its result over: an input that is read here for the last time and
  /// that the step reads number by number, all of it.
  fileprivate func overwritten(by step: Step, of leaving: [Int]) -> Int? {
    guard isWhole(step.output, count: step.shape.count) else { return nil }
    return step.overwritableInputs.map { step.inputs[$0].location.value }.first { value in
      leaving.contains(value)
        && step.inputs.allSatisfy {
          $0.location.value != value
            || ($0.shape.count == step.shape.count && isWhole($0.location, count: step.shape.count))
        }
    }
  }
}
