// Results that are computed where they will be joined: the mirror of a slice that is a view.
extension PlanSchedule {
  /// Gives the inputs of a concatenation that lie together in its result their place there, if steps
  /// of the same stage compute them; a concatenation without other inputs is left out.
  mutating func placeParts() {
    for stage in steps.indices {
      let elsewhere = valuesNeeded(outside: stage)
      let computed = Set(steps[stage].map(\.output.value)).subtracting(elsewhere)
      var moves: [Int: Location] = [:]
      // The last first: what is joined may be a part itself.
      for step in steps[stage].reversed() {
        guard let offsets = step.partOffsets else { continue }
        let place = moves[step.output.value] ?? step.output
        for (input, offset) in zip(step.inputs, offsets) {
          let value = input.location.value
          guard computed.contains(value), moves[value] == nil, values[value].count > 0,
            isWhole(input.location, count: input.shape.count)
          else { continue }
          moves[value] = Location(value: place.value, offset: place.offset + offset)
        }
      }
      if !moves.isEmpty { move(moves, in: stage) }
    }
  }

  private mutating func move(_ moves: [Int: Location], in stage: Int) {
    func moved(_ location: Location) -> Location {
      guard let place = moves[location.value] else { return location }
      return Location(value: place.value, offset: place.offset + location.offset)
    }
    steps[stage] = steps[stage].compactMap { step in
      var step = step
      step.output = moved(step.output)
      for index in step.inputs.indices {
        step.inputs[index].location = moved(step.inputs[index].location)
      }
      return step.isInPlace ? nil : step
    }
  }
}

extension PlanSchedule.Step {
  /// Where each input begins in the result, if this is a concatenation and each lies together there.
  fileprivate var partOffsets: [Int]? {
    guard let joined = operation as? Concatenate,
      shape.extents(around: joined.dimension..<joined.dimension + 1).outer == 1
    else { return nil }
    var offset = 0
    return inputs.map { input in
      defer { offset += input.shape.count }
      return offset
    }
  }

  /// Whether all inputs of a concatenation lie in the result already.
  fileprivate var isInPlace: Bool {
    guard let partOffsets else { return false }
    return zip(inputs, partOffsets).allSatisfy { input, offset in
      input.location.value == output.value && input.location.offset == output.offset + offset
    }
  }
}
