/// A computation compiled once and replayed without allocating.
///
/// The nodes that its outputs need are put in an order, and their numbers in one arena, where memory
/// is used again as soon as nothing needs what is in it. A plan may have several stages, so that a
/// caller can look at some outputs (losses) and fill in placeholders (weights) before the rest runs.
/// What an earlier stage computed is not computed again, and a later stage may use its memory: the
/// stages of a step run in order, each once.
public final class Plan {
  /// What a stage computes, and where it goes.
  public struct Output {
    public var tensor: Tensor
    /// Where the numbers are wanted; `nil` leaves them in the plan's own memory.
    ///
    /// What the stage itself reads is overwritten only at the stage's end. The destinations of a stage
    /// must not overlap.
    public var destination: BufferSlice?

    /// Creates an output.
    public init(_ tensor: Tensor, to destination: BufferSlice? = nil) {
      self.tensor = tensor
      self.destination = destination
    }
  }

  private struct Step {
    var operation: any Operation
    var inputs: [Operand]
    var output: Operand
    var scratch: UnsafeMutablePointer<Float>?
  }

  private struct Copy {
    var source: BufferSlice
    var destination: BufferSlice
  }

  private let steps: [[Step]]
  private let copies: [[Copy]]
  private let results: [[BufferSlice]]
  /// Memory that steps point into: the arena, the leaves' and the destinations'.
  private let buffers: [FloatBuffer]

  /// The size of the arena: the most memory that intermediate numbers need at any time.
  public let peakByteCount: Int

  /// Compiles a computation.
  /// - Parameter stages: The outputs of each stage, in the order in which the stages run.
  public init(stages: [[Output]]) {
    let schedule = PlanSchedule(stages: stages)
    let layout = ArenaLayout(schedule)
    let arena = FloatBuffer(count: layout.count)
    let places = schedule.values.indices.map { value in
      schedule.values[value].place
        ?? BufferSlice(
          arena, offset: layout.offsets[value] ?? 0, count: schedule.values[value].count)
    }
    var scratchOffsets = layout.scratchOffsets[...]
    steps = schedule.steps.map { stage in
      stage.map { step in
        Step(
          operation: step.operation,
          inputs: step.inputs.map { Operand(places[$0.value].pointer, $0.shape) },
          output: Operand(places[step.output].pointer, step.shape),
          scratch: (scratchOffsets.popFirst() ?? nil).map { arena.pointer + $0 })
      }
    }
    copies = schedule.copies.map { stage in
      stage.map { Copy(source: places[$0.value], destination: $0.destination) }
    }
    results = zip(stages, schedule.results).map { outputs, values in
      zip(outputs, values).map { output, value in output.destination ?? places[value] }
    }
    buffers = [arena] + places.map(\.buffer)
    peakByteCount = layout.count * MemoryLayout<Float>.stride
  }

  /// Runs one stage; the stages before it must have been run for this step.
  /// - Parameters:
  ///   - stage: Which stage.
  ///   - context: The step that it is run for.
  public func run(stage: Int = 0, in context: RunContext = RunContext()) {
    let steps = steps[stage]
    for index in steps.indices {
      steps[index].operation.run(
        steps[index].inputs, into: steps[index].output,
        in: context.with(scratch: steps[index].scratch))
    }
    for copy in copies[stage] {
      copy.destination.pointer.update(from: copy.source.pointer, count: copy.source.count)
    }
  }

  /// Where an output's numbers lie after its stage has run.
  public func result(stage: Int = 0, _ index: Int) -> BufferSlice {
    results[stage][index]
  }

  /// The names of the operations of a stage, in the order in which they run.
  package func operationNames(stage: Int = 0) -> [String] {
    steps[stage].map(\.operation.name)
  }
}
