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

  /// Where numbers begin in a value.
  struct Location: Hashable {
    var value: Int
    var offset = 0
  }

  struct Step {
    var operation: any Runnable
    var inputs: [Input]
    /// Where the result goes: a value of its own, or a part of one that several steps compute.
    var output: Location
    var shape: Shape

    /// How many numbers of memory it needs while it runs.
    var scratchCount: Int { operation.scratchCount(for: inputs.map(\.shape)) }
  }

  /// A value, or a part of one, as a step sees it; through views one value has several shapes.
  struct Input: Hashable {
    var location: Location
    var shape: Shape
  }

  /// What an output's numbers are.
  struct Result {
    var location: Location
    var count: Int
  }

  var values: [Value] = []
  /// The steps of each stage.
  var steps: [[Step]] = []
  /// What is copied to a destination at the end of each stage.
  var copies: [[(source: Result, destination: BufferSlice)]] = []
  /// What each output of each stage is.
  var results: [[Result]] = []

  private var locations: [ObjectIdentifier: Location] = [:]
  private var known: [Key: Location] = [:]

  private struct Key: Hashable {
    var operation: AnyHashable
    var inputs: [Input]
  }

  /// Puts what some outputs need in order.
  /// - Parameters:
  ///   - stages: The outputs of each stage.
  ///   - joinsSteps: Whether steps are joined where that saves time; their numbers stay the same.
  init(stages: [[Plan.Output]], joinsSteps: Bool) {
    for stage in stages {
      steps.append([])
      for tensor in Tensor.inOrder(stage.map(\.tensor), stoppingAt: \.isConstant)
      where locations[ObjectIdentifier(tensor)] == nil {
        locations[ObjectIdentifier(tensor)] = add(tensor)
      }
      results.append(stage.map { result(of: $0) })
    }
    if joinsSteps {
      joinSteps()
      placeParts()
    }
    findUses()
    for stage in stages.indices { placeOutputs(stages[stage], of: stage) }
  }

  /// Where the numbers of a tensor are, whose inputs have their places.
  private mutating func add(_ tensor: Tensor) -> Location {
    guard var operation = tensor.operation, !tensor.isConstant else {
      return append(Value(count: tensor.shape.count, place: tensor.storage, isComputed: false))
    }
    var inputs = tensor.inputs.map { Input(location: place(of: $0), shape: $0.shape) }
    if let source = inputs.first, let offset = operation.viewOffset(in: inputs.map(\.shape)) {
      return Location(value: source.location.value, offset: source.location.offset + offset)
    }
    if let shapes = (operation as? MatrixProduct)?.broadcastShapes(for: inputs.map(\.shape)) {
      for (index, shape) in shapes.enumerated() { inputs[index].shape = shape }
      operation = Multiply()
    }
    let key = Key(operation: AnyHashable(operation), inputs: inputs)
    if let same = known[key] { return same }
    let location = append(Value(count: tensor.shape.count, place: nil, isComputed: true))
    known[key] = location
    steps[steps.count - 1].append(
      Step(operation: operation, inputs: inputs, output: location, shape: tensor.shape))
    return location
  }

  private func place(of tensor: Tensor) -> Location {
    locations[ObjectIdentifier(tensor), default: Location(value: 0)]
  }

  private mutating func append(_ value: Value) -> Location {
    values.append(value)
    return Location(value: values.count - 1)
  }

  /// What an output is; a leaf that is wanted elsewhere is copied by a step, like a result, for its own
  /// memory may be the destination of another output.
  private mutating func result(of output: Plan.Output) -> Result {
    let (location, shape) = (place(of: output.tensor), output.tensor.shape)
    guard output.destination != nil, !values[location.value].isComputed else {
      return Result(location: location, count: shape.count)
    }
    let copy = append(Value(count: shape.count, place: nil, isComputed: true))
    steps[steps.count - 1].append(
      Step(
        operation: Reshape(shape: shape), inputs: [Input(location: location, shape: shape)],
        output: copy, shape: shape))
    return Result(location: copy, count: shape.count)
  }

  /// Whether numbers are all of a value.
  func isWhole(_ location: Location, count: Int) -> Bool {
    location.offset == 0 && values[location.value].count == count
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
