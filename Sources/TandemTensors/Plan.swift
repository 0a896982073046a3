/// A computation compiled once and replayed without allocating.
///
/// The nodes that its outputs need are put in an order, and their numbers in one arena, where memory
/// is used again as soon as nothing needs what is in it. A plan may have several stages, so that a
/// caller can look at some outputs (losses) and fill in placeholders (weights) before the rest runs.
public final class Plan {
  /// What a stage computes, and where it goes.
  public struct Output {
    public var tensor: Tensor
    /// Where the numbers are wanted; `nil` leaves them in the plan's own memory.
    ///
    /// What the stage itself reads is overwritten only at the stage's end.
    public var destination: BufferSlice?

    /// Creates an output.
    public init(_ tensor: Tensor, to destination: BufferSlice? = nil) {
      self.tensor = tensor
      self.destination = destination
    }
  }

  private let stages: [[Output]]
  private let results: [[BufferSlice]]
  private let steps: [[Step]]

  private struct Step {
    var operation: any Operation
    var inputs: [Operand]
    var output: Operand
    var owner: BufferSlice
  }

  /// Compiles a computation.
  /// - Parameter stages: The outputs of each stage, in the order in which the stages run.
  public init(stages: [[Output]]) {
    var placed: [ObjectIdentifier: BufferSlice] = [:]
    var compiled: [[Step]] = []
    for stage in stages {
      var steps: [Step] = []
      for tensor in Tensor.inOrder(stage.map(\.tensor))
      where placed[ObjectIdentifier(tensor)] == nil {
        guard let operation = tensor.operation else {
          placed[ObjectIdentifier(tensor)] = tensor.storage
          continue
        }
        let slice = FloatBuffer(count: tensor.shape.count).whole
        placed[ObjectIdentifier(tensor)] = slice
        let inputs = tensor.inputs.compactMap { input in
          placed[ObjectIdentifier(input)].map { Operand($0.pointer, input.shape) }
        }
        steps.append(
          Step(
            operation: operation, inputs: inputs, output: Operand(slice.pointer, tensor.shape),
            owner: slice))
      }
      compiled.append(steps)
    }
    self.stages = stages
    steps = compiled
    results = stages.map { stage in
      stage.compactMap { placed[ObjectIdentifier($0.tensor)] }
    }
  }

  /// Runs one stage; the stages before it must have been run for this step.
  /// - Parameters:
  ///   - stage: Which stage.
  ///   - context: The step that it is run for.
  public func run(stage: Int = 0, in context: RunContext = RunContext()) {
    for step in steps[stage] {
      step.operation.run(step.inputs, into: step.output, in: context)
    }
    for (output, result) in zip(stages[stage], results[stage]) {
      guard let destination = output.destination else { continue }
      destination.pointer.update(from: result.pointer, count: result.count)
    }
  }

  /// Where an output's numbers lie after its stage has run.
  public func result(stage: Int = 0, _ index: Int) -> BufferSlice {
    stages[stage][index].destination ?? results[stage][index]
  }
}

extension Tensor {
  /// All tensors that the given ones are computed from, and they themselves, inputs first.
  package static func inOrder(_ roots: [Tensor]) -> [Tensor] {
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
      for input in top.tensor.inputs.reversed() { stack.append((input, false)) }
    }
    return order
  }
}
