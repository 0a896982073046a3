/// What a plan computes, in order, before any memory is given out.
///
/// Constants are taken as they are. A view shares the value of what it is a view of, and equal
/// operations on equal inputs share one value.
struct PlanSchedule {
  /// Numbers that a plan reads or writes.
  struct Value {
    var count: Int
    /// Where they lie, if that is given: a leaf's storage, or an output's destination.
    var place: BufferSlice?
    /// Whether a step computes them; otherwise they are a leaf's.
    var isComputed: Bool
    /// The last step that reads them, counted over all stages; −1 for none.
    var lastUse = -1
    /// The last stage that reads them.
    var lastStage = -1
    /// Whether they stay readable after the plan has run.
    var isKept = false
  }

  struct Step {
    var operation: any Operation
    var inputs: [Input]
    var output: Int
    var shape: Shape

    /// How many numbers of memory it needs while it runs.
    var scratchCount: Int { operation.scratchCount(for: inputs.map(\.shape)) }
  }

  /// A value as a step sees it; through views one value has several shapes.
  struct Input: Hashable {
    var value: Int
    var shape: Shape
  }

  private(set) var values: [Value] = []
  /// The steps of each stage.
  private(set) var steps: [[Step]] = []
  /// What is copied to a destination at the end of each stage.
  private(set) var copies: [[(value: Int, destination: BufferSlice)]] = []
  /// The value of each output of each stage.
  private(set) var results: [[Int]] = []

  private var valueOfTensor: [ObjectIdentifier: Int] = [:]
  private var known: [Key: Int] = [:]

  private struct Key: Hashable {
    var operation: AnyHashable
    var inputs: [Input]
  }

  init(stages: [[Plan.Output]]) {
    for stage in stages {
      steps.append([])
      for tensor in Tensor.inOrder(stage.map(\.tensor), stoppingAt: \.isConstant)
      where valueOfTensor[ObjectIdentifier(tensor)] == nil {
        valueOfTensor[ObjectIdentifier(tensor)] = add(tensor)
      }
      results.append(stage.map { output in resultValue(of: output) })
    }
    findUses()
    for stage in stages.indices { placeOutputs(stages[stage], of: stage) }
  }

  /// The value of a tensor whose inputs have theirs.
  private mutating func add(_ tensor: Tensor) -> Int {
    guard let operation = tensor.operation, !tensor.isConstant else {
      return append(Value(count: tensor.shape.count, place: tensor.storage, isComputed: false))
    }
    let inputs = tensor.inputs.map { input in
      Input(value: valueOfTensor[ObjectIdentifier(input), default: 0], shape: input.shape)
    }
    if let source = inputs.first, source.shape.count == tensor.shape.count,
      operation.viewOffset(in: inputs.map(\.shape)) == 0
    {
      return source.value
    }
    let key = Key(operation: AnyHashable(operation), inputs: inputs)
    if let same = known[key] { return same }
    let value = append(Value(count: tensor.shape.count, place: nil, isComputed: true))
    known[key] = value
    steps[steps.count - 1].append(
      Step(operation: operation, inputs: inputs, output: value, shape: tensor.shape))
    return value
  }

  private mutating func append(_ value: Value) -> Int {
    values.append(value)
    return values.count - 1
  }

  /// The value of an output; a leaf that is wanted elsewhere is copied by a step, like a result, for
  /// its own memory may be the destination of another output.
  private mutating func resultValue(of output: Plan.Output) -> Int {
    let value = valueOfTensor[ObjectIdentifier(output.tensor), default: 0]
    guard output.destination != nil, !values[value].isComputed else { return value }
    let shape = output.tensor.shape
    let copy = append(Value(count: shape.count, place: nil, isComputed: true))
    steps[steps.count - 1].append(
      Step(
        operation: Reshape(shape: shape), inputs: [Input(value: value, shape: shape)],
        output: copy, shape: shape))
    return copy
  }

  private mutating func findUses() {
    var time = 0
    for (stage, steps) in steps.enumerated() {
      for step in steps {
        for input in step.inputs {
          values[input.value].lastUse = time
          values[input.value].lastStage = stage
        }
        time += 1
      }
    }
  }

  /// Decides for each output whether it is computed where it is wanted or copied there.
  private mutating func placeOutputs(_ outputs: [Plan.Output], of stage: Int) {
    let computed = Set(steps[stage].map(\.output))
    let read = steps[stage].flatMap(\.inputs).map { values[$0.value] }.filter { !$0.isComputed }
    let leaves = BufferRanges(read.compactMap(\.place))
    precondition(
      !BufferRanges(outputs.compactMap(\.destination)).hasOverlap, "destinations overlap")
    var copied: [(value: Int, destination: BufferSlice)] = []
    for (output, value) in zip(outputs, results[stage]) {
      guard let destination = output.destination else {
        values[value].isKept = true
        continue
      }
      precondition(
        destination.count == values[value].count,
        "\(values[value].count) numbers for a destination of \(destination.count)")
      if computed.contains(value), values[value].place == nil, values[value].lastStage <= stage,
        !leaves.overlaps(destination)
      {
        values[value].place = destination
      } else {
        copied.append((value, destination))
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

extension Tensor {
  /// All tensors that the given ones are computed from, and they themselves, inputs first.
  ///
  /// What `isLeaf` holds for is listed, but not what it is computed from.
  package static func inOrder(
    _ roots: [Tensor], stoppingAt isLeaf: (Tensor) -> Bool = { _ in false }
  ) -> [Tensor] {
    var order: [Tensor] = []
    var seen: Set<ObjectIdentifier> = []
    var stack = roots.reversed().map { (tensor: $0, isExpanded: false) }
    while let top = stack.popLast() {
      if top.isExpanded {
        order.append(top.tensor)
        continue
      }
      guard seen.insert(ObjectIdentifier(top.tensor)).inserted else { continue }
      stack.append((top.tensor, true))
      if isLeaf(top.tensor) { continue }
      for input in top.tensor.inputs.reversed() { stack.append((input, false)) }
    }
    return order
  }
}
