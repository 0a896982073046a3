import TandemTensors

/// Memory for the rows of the tasks' gradients, which the programs of all batch sizes use in turn.
final class GradientMemory {
  private var buffers: [Int: FloatBuffer] = [:]

  /// Room for the gradients by one parameter.
  /// - Parameters:
  ///   - parameter: The parameter, by number.
  ///   - count: How many numbers there are; the first program for a parameter needs the most.
  /// - Returns: The memory, which an earlier program may use too.
  /// - Throws: `MemoryShortage`, where there is no room.
  func rows(ofParameter parameter: Int, count: Int) throws -> BufferSlice {
    if let buffer = buffers[parameter], buffer.count >= count {
      return BufferSlice(buffer, offset: 0, count: count)
    }
    let buffer = try FloatBuffer(checking: count)
    buffers[parameter] = buffer
    return buffer.whole
  }
}

/// What a step computes of each task's gradient: a matrix for each site, and the own parts.
struct SeparateGradients {
  private let model: BoundModel
  private let memory: GradientMemory
  private var shared: [Piece] = []
  private var cut: [Piece] = []
  /// How many numbers the representation has.
  private var cutCount = 0
  private var own: [Plan.Output] = []

  /// The gradients by one tensor.
  private struct Piece {
    var source: TaskGradientSource
    var outputs: [Plan.Output]
    /// The parameter's number; that of the tensor for the cut.
    var index: Int
    var offset: Int
  }

  init(_ model: BoundModel, _ memory: GradientMemory) {
    self.model = model
    self.memory = memory
  }

  /// Adds the gradients by a shared parameter.
  mutating func add(_ gradient: StackedGradient, ofShared index: Int, keepsRows: Bool) throws {
    guard let source = TaskGradientSource(gradient, keepsRows: keepsRows) else { return }
    shared.append(
      try piece(source, room: index, index: index, offset: model.store.gradient(at: index).offset))
  }

  /// Adds the gradients by a tensor of the shared representation.
  mutating func add(_ gradient: StackedGradient, ofCut tensor: Tensor) throws {
    let offset = cutCount
    cutCount += tensor.shape.count
    guard let source = TaskGradientSource(gradient, keepsRows: true) else { return }
    cut.append(try piece(source, room: -1 - cut.count, index: cut.count, offset: offset))
  }

  private func piece(
    _ source: TaskGradientSource, room: Int, index: Int, offset: Int
  ) throws -> Piece {
    let rows = try rows(of: source, room: room)
    return Piece(
      source: source, outputs: source.outputs(rows: rows), index: index, offset: offset)
  }

  private func rows(of source: TaskGradientSource, room: Int) throws -> BufferSlice? {
    guard source.rowsCount > 0 else { return nil }
    // Gradients by a representation are as many as the batch's rows: there a smaller batch helps.
    if room < 0 { return try memory.rows(ofParameter: room, count: source.rowsCount) }
    return try TrainingError.needing(.rows(taskCount: source.tasks.count)) {
      try memory.rows(ofParameter: room, count: source.rowsCount)
    }
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
  var outputs: [Plan.Output] { (shared + cut).flatMap(\.outputs) + own }

  /// The matrices of the sites.
  /// - Parameters:
  ///   - demand: The sites.
  ///   - plan: A plan that computes `outputs` in its stage 0.
  ///   - first: The number of the first of them.
  ///   - taskCount: How many tasks the run has.
  /// - Returns: The matrices, whose numbers are there once the plan has run.
  func matrices(
    _ demand: GradientDemand, of plan: Plan, first: Int, taskCount: Int
  ) -> [GradientSite: GradientMatrix] {
    var next = first
    func block(of piece: Piece) -> TaskGradientBlock {
      let results = (next..<next + piece.outputs.count).map { plan.result(stage: 0, $0) }
      next += piece.outputs.count
      return piece.source.block(at: results)
    }
    let sharedBlocks = shared.map { (index: $0.index, block: block(of: $0), offset: $0.offset) }
    let cutBlocks = cut.map { (block: block(of: $0), offset: $0.offset) }
    func matrix(
      _ columnCount: Int, _ blocks: [(block: TaskGradientBlock, offset: Int)]
    ) -> GradientMatrix {
      GradientMatrix(taskCount: taskCount, columnCount: columnCount, blocks: blocks)
    }
    var matrices: [GradientSite: GradientMatrix] = [:]
    if demand.contains(.shared) {
      matrices[.shared] = matrix(
        model.sharedCount, sharedBlocks.map { (block: $0.block, offset: $0.offset) })
    }
    if demand.contains(.representation) { matrices[.representation] = matrix(cutCount, cutBlocks) }
    if demand.contains(.lastLayer) {
      let places = model.lastLayerPlaces
      matrices[.lastLayer] = matrix(
        places.values.reduce(0) { max($0, $1.upperBound) },
        sharedBlocks.compactMap { piece in
          places[piece.index].map { (block: piece.block, offset: $0.lowerBound) }
        })
    }
    return matrices
  }
}
