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

  private let steps: [ContiguousArray<PlanStep>]
  private let copies: [[PlanCopy]]
  private let results: [[BufferSlice]]
  /// Memory that steps point into: the arena, the leaves' and the destinations'.
  private let buffers: [FloatBuffer]

  /// The size of the arena: the most memory that intermediate numbers need at any time.
  public let peakByteCount: Int

  /// Compiles a computation.
  /// - Parameter stages: The outputs of each stage, in the order in which the stages run.
  public convenience init(stages: [[Output]]) {
    self.init(stages: stages, joinsSteps: true)
  }

  /// Compiles a computation, if wanted as it is, step by step, for comparisons.
  package convenience init(stages: [[Output]], joinsSteps: Bool) {
    let draft = Draft(stages: stages, joinsSteps: joinsSteps)
    self.init(draft, arena: FloatBuffer(count: draft.layout.count))
  }

  /// Compiles a computation whose size comes from outside.
  /// - Parameters:
  ///   - stages: The outputs of each stage, in the order in which the stages run.
  ///   - byteLimit: How many bytes of memory it may take; `nil` for all that are free.
  /// - Throws: `MemoryShortage`, where it needs more.
  package convenience init(checking stages: [[Output]], byteLimit: Int? = nil) throws {
    let draft = Draft(stages: stages, joinsSteps: true)
    let (bytes, overflows) = draft.layout.count.multipliedReportingOverflow(
      by: MemoryLayout<Float>.stride)
    if let byteLimit, overflows || bytes > byteLimit {
      throw MemoryShortage(
        neededByteCount: overflows ? .max : bytes, freeByteCount: byteLimit)
    }
    self.init(draft, arena: try FloatBuffer(checking: draft.layout.count))
  }

  /// A computation in order, before it has memory.
  private struct Draft {
    let stages: [[Output]]
    let schedule: PlanSchedule
    let layout: ArenaLayout

    init(stages: [[Output]], joinsSteps: Bool) {
      self.stages = stages
      schedule = PlanSchedule(stages: stages, joinsSteps: joinsSteps)
      layout = ArenaLayout(schedule)
    }
  }

  private init(_ draft: Draft, arena: FloatBuffer) {
    let (stages, schedule, layout) = (draft.stages, draft.schedule, draft.layout)
    // What lies between joined steps has no place.
    let places = schedule.values.enumerated().map { index, value in
      let offset = layout.offsets[index]
      return value.place
        ?? BufferSlice(arena, offset: offset ?? 0, count: offset == nil ? 0 : value.count)
    }
    func pointer(_ location: PlanSchedule.Location) -> UnsafeMutablePointer<Float> {
      places[location.value].pointer + location.offset
    }
    func slice(_ result: PlanSchedule.Result) -> BufferSlice {
      let place = places[result.location.value]
      return BufferSlice(
        place.buffer, offset: place.offset + result.location.offset, count: result.count)
    }
    var scratchOffsets = layout.scratchOffsets[...]
    steps = schedule.steps.map { stage in
      ContiguousArray(
        stage.map { step in
          PlanStep(
            step, inputs: step.inputs.map { Operand(pointer($0.location), $0.shape) },
            output: Operand(pointer(step.output), step.shape),
            scratch: (scratchOffsets.popFirst() ?? nil).map { arena.pointer + $0 })
        })
    }
    copies = schedule.copies.map { stage in
      stage.map { PlanCopy(source: slice($0.source), destination: $0.destination) }
    }
    results = zip(stages, schedule.results).map { outputs, results in
      zip(outputs, results).map { output, result in output.destination ?? slice(result) }
    }
    buffers = [arena] + places.map(\.buffer)
    peakByteCount = layout.count * MemoryLayout<Float>.stride
  }

  /// Runs one stage; the stages before it must have been run for this step.
  /// - Parameters:
  ///   - stage: Which stage.
  ///   - context: The step that it is run for.
  public func run(stage: Int = 0, in context: RunContext = RunContext()) {
    if PlanProfile.isActive {
      for step in steps[stage] { step.runTimed(in: context) }
      for copy in copies[stage] { copy.runTimed() }
      return
    }
    for step in steps[stage] { step.run(in: context) }
    for copy in copies[stage] { copy.run() }
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
