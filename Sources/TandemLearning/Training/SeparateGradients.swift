import TandemTensors

/// Memory for the rows of the tasks' gradients, which the programs of all batch sizes use in turn.
final class GradientMemory {
  private var buffers: [Int: FloatBuffer] = [:]

  /// Room for the gradients by one parameter.
  /// - Parameters:
  ///   - parameter: The parameter, by number.
  ///   - count: How many numbers there are; the first program for a parameter needs the most.
  /// - Returns: The memory, which an earlier program may use too.
  func rows(ofParameter parameter: Int, count: Int) -> BufferSlice {
    if let buffer = buffers[parameter], buffer.count >= count {
      return BufferSlice(buffer, offset: 0, count: count)
    }
    let buffer = FloatBuffer(count: count)
    buffers[parameter] = buffer
    return buffer.whole
  }
}

/// What a step computes of each task's gradient: a matrix for the shared part, and the own parts.
struct SeparateGradients {
  private let model: BoundModel
  private var shared: [(source: TaskGradientSource, outputs: [Plan.Output], offset: Int)] = []
  private var own: [Plan.Output] = []

  init(_ model: BoundModel) {
    self.model = model
  }

  /// Adds the gradients by a shared parameter.
  mutating func add(
    _ gradient: StackedGradient, ofShared index: Int, keepsRows: Bool, memory: GradientMemory?
  ) {
    guard let source = TaskGradientSource(gradient, keepsRows: keepsRows) else { return }
    let rows =
      source.rowsCount > 0 ? memory?.rows(ofParameter: index, count: source.rowsCount) : nil
    shared.append(
      (source, source.outputs(rows: rows), model.store.gradient(at: index).offset))
  }

  /// Adds the gradient by a parameter of a single task.
  mutating func add(_ gradient: StackedGradient, ofOwn index: Int, to buffer: FloatBuffer?) {
    let place = model.store.gradient(at: index)
    // A parameter on which no loss depends keeps the zeros that the buffer was made with.
    guard let buffer, let gradients = gradient.gradients else { return }
    let slice = BufferSlice(buffer, offset: place.offset - model.sharedCount, count: place.count)
    own.append(.init(gradients, to: slice))
  }

  /// What a plan has to compute.
  var outputs: [Plan.Output] { shared.flatMap(\.outputs) + own }

  /// The matrix of the shared part.
  /// - Parameters:
  ///   - plan: A plan that computes `outputs` in its stage 0.
  ///   - first: The number of the first of them.
  ///   - taskCount: How many tasks the run has.
  /// - Returns: The matrix, whose numbers are there once the plan has run.
  func matrix(of plan: Plan, first: Int, taskCount: Int) -> GradientMatrix {
    var next = first
    let blocks = shared.map { source, outputs, offset in
      let results = (next..<next + outputs.count).map { plan.result(stage: 0, $0) }
      next += outputs.count
      return (block: source.block(at: results), offset: offset)
    }
    return GradientMatrix(taskCount: taskCount, columnCount: model.sharedCount, blocks: blocks)
  }
}
