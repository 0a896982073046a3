extension ElementwiseProgram {
  /// The program of a group's members, in their order.
  /// - Parameters:
  ///   - members: The steps, each with the shape in which the group sees its result; the last gives
  ///     the group's.
  ///   - inputs: What they read that none of them computes.
  init(_ members: [(step: PlanSchedule.Step, frame: Shape)], inputs: [PlanSchedule.Input]) {
    self.init(inputCount: inputs.count, lines: [])
    var registers: [Int: Int] = [:]
    for (index, member) in members.enumerated() {
      let operands = member.step.inputs.map { input in
        registers[input.location.value]
          ?? inputs.firstIndex(of: input.seen(by: member.step, framed: member.frame)) ?? 0
      }
      guard let instruction = member.step.instruction, let a = operands.first else { continue }
      // What is repeated by broadcasting is repeated wherever it is read; only a result is written.
      if member.step.isBroadcast, index < members.count - 1 {
        registers[member.step.output.value] = a
        continue
      }
      registers[member.step.output.value] = inputCount + lines.count
      lines.append(Line(instruction: instruction, a: a, b: operands.last ?? a))
    }
  }
}
