// Who reads a value last, and where outputs are computed.
extension PlanSchedule {
  mutating func findUses() {
    var time = 0
    for (stage, steps) in steps.enumerated() {
      for step in steps {
        for input in step.inputs {
          values[input.location.value].lastUse = time
          values[input.location.value].lastStage = stage
        }
        time += 1
      }
    }
  }

  /// Decides for each output whether it is computed where it is wanted or copied there.
  mutating func placeOutputs(_ outputs: [Plan.Output], of stage: Int) {
    let computed = Set(steps[stage].map(\.output.value))
    let read = steps[stage].flatMap(\.inputs).map { values[$0.location.value] }
    let leaves = BufferRanges(read.filter { !$0.isComputed }.compactMap(\.place))
    precondition(
      !BufferRanges(outputs.compactMap(\.destination)).hasOverlap, "destinations overlap")
    var copied: [(source: Result, destination: BufferSlice)] = []
    for (output, result) in zip(outputs, results[stage]) {
      let value = result.location.value
      guard let destination = output.destination else {
        values[value].isKept = true
        continue
      }
      precondition(
        destination.count == result.count,
        "\(result.count) numbers for a destination of \(destination.count)")
      if computed.contains(value), isWhole(result.location, count: result.count),
        values[value].place == nil, values[value].lastStage <= stage,
        !leaves.overlaps(destination)
      {
        values[value].place = destination
      } else {
        copied.append((result, destination))
        // Past the stage's last step, which must not write over it either.
        let end = steps[0...stage].reduce(0) { $0 + $1.count }
        values[value].lastUse = max(values[value].lastUse, end)
      }
    }
    copies.append(copied)
  }
}

/// Stretches of memory, for asking whether another one touches them.
private struct BufferRanges {
  private var slices: [ObjectIdentifier: [BufferSlice]]

  init(_ slices: [BufferSlice]) {
    self.slices = Dictionary(grouping: slices) { ObjectIdentifier($0.buffer) }
      .mapValues { $0.sorted { $0.offset < $1.offset } }
  }

  func overlaps(_ slice: BufferSlice) -> Bool {
    slices[ObjectIdentifier(slice.buffer), default: []].contains {
      $0.offset < slice.offset + slice.count && slice.offset < $0.offset + $0.count
    }
  }

  var hasOverlap: Bool {
    slices.values.contains { slices in
      zip(slices, slices.dropFirst()).contains { $0.offset + $0.count > $1.offset }
    }
  }
}
