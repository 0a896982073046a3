// Steps that are joined to one: fewer passes over memory, fewer calls.
extension PlanSchedule {
  /// Joins the steps of every stage, where that saves time.
  mutating func joinSteps() {
    for stage in steps.indices {
      let elsewhere = valuesNeeded(outside: stage)
      steps[stage] = fused(steps[stage]) { elsewhere.contains($0) }
    }
  }

  /// The values that outputs are, or that other stages read.
  func valuesNeeded(outside stage: Int) -> Set<Int> {
    var needed = Set(results.joined().map(\.location.value))
    for (other, steps) in steps.enumerated() where other != stage {
      for step in steps { needed.formUnion(step.inputs.map(\.location.value)) }
    }
    return needed
  }

  private func fused(_ steps: [Step], isNeeded: (Int) -> Bool) -> [Step] {
    let fusion = ElementwiseFusion(steps, isNeeded: isNeeded)
    var products: [Int: Int] = [:]
    for root in steps.indices {
      if let product = fusion.product(of: root, isNeeded: isNeeded) { products[root] = product }
    }
    let folded = Set(products.values)
    return steps.indices.compactMap { index in
      if folded.contains(index) || fusion.isAbsorbed(index) { return nil }
      return fusion.group(of: index, behind: products[index]) ?? steps[index]
    }
  }
}

extension ElementwiseFusion {
  /// The product that a group can be hung onto: the last whose result nothing else reads, and of whose
  /// columns the group's are.
  func product(of root: Int, isNeeded: (Int) -> Bool) -> Int? {
    guard let frames = frames[root] else { return nil }
    let (inputs, shape) = (inputs(of: frames), steps[root].shape)
    let products = inputs.compactMap { input -> Int? in
      let value = input.location.value
      guard let product = producer(of: value), steps[product].operation is any TiledOperation,
        input.location == steps[product].output, input.shape.count == shape.count,
        shape.count == steps[product].shape.count, shape.rank > 0,
        shape[-1] == steps[product].shape[-1], steps[product].shape.rank > 1,
        !isNeeded(value), isPrivate(value, to: root),
        inputs.filter({ $0.location.value == value }).count == 1
      else { return nil }
      return product
    }
    return products.max()
  }

  /// The step that runs a group; `nil` if the step is none's result.
  func group(of root: Int, behind product: Int?) -> Step? {
    guard let frames = frames[root] else { return nil }
    let members = frames.sorted { $0.key < $1.key }.map { (step: steps[$0.key], frame: $0.value) }
    // Numbers that are only repeated are copied row by row.
    if members.count == 1, steps[root].isBroadcast { return nil }
    var inputs = inputs(of: frames)
    if members.count == 1, let product, let gated = steps[root].gating(steps[product]) {
      return gated
    }
    if let product, let tiled = steps[product].operation as? any TiledOperation {
      // The product comes first.
      inputs.swapAt(0, inputs.firstIndex { $0.location == steps[product].output } ?? 0)
      let elementwise = FusedElementwise(members, inputs: inputs)
      return Step(
        operation: FusedProduct(tiled, of: steps[product], elementwise),
        inputs: steps[product].inputs + inputs.dropFirst(), output: steps[root].output,
        shape: steps[root].shape)
    }
    return Step(
      operation: FusedElementwise(members, inputs: inputs), inputs: inputs,
      output: steps[root].output, shape: steps[root].shape)
  }
}

extension FusedElementwise {
  fileprivate init(
    _ members: [(step: PlanSchedule.Step, frame: Shape)], inputs: [PlanSchedule.Input]
  ) {
    let names = members.filter { !$0.step.isBroadcast }.map(\.step.operation.name)
    self.init(ElementwiseProgram(members, inputs: inputs), name: names.joined(separator: "+"))
  }
}

extension PlanSchedule.Step {
  /// The inputs that the result may be written over, if nothing reads them later.
  var overwritableInputs: [Int] {
    if operation is FusedElementwise || operation is any ElementwiseOperation {
      return inputs.indices.filter { inputs[$0].shape.count == shape.count }
    }
    return operation.canRunInPlace && inputs.first?.shape.count == shape.count ? [0] : []
  }
}
