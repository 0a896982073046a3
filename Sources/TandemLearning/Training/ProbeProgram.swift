import TandemTensors

/// The losses and the tasks' gradients by trained parameters for batches of given sizes, compiled once;
/// running it changes nothing of a run.
final class ProbeProgram {
  private let batch: BatchInput
  private let plan: Plan
  private let matrix: GradientMatrix?
  private let own: FloatBuffer?
  private let model: BoundModel
  private let taskCount: Int

  /// Builds and compiles the computation.
  /// - Parameters:
  ///   - model: The network.
  ///   - settings: The run's settings.
  ///   - preparation: The run's data.
  ///   - sizes: How many rows of each data set there are.
  ///   - includesOwn: Whether gradients by the tasks' own parts are wanted.
  /// - Throws: `ShapeError`, where a network does not give what its parts promise; `MemoryShortage`.
  init(
    _ model: BoundModel, _ settings: TrainingSettings, _ preparation: Preparation, sizes: [Int],
    includesOwn: Bool
  ) throws {
    self.model = model
    taskCount = settings.tasks.count
    batch = try BatchInput(preparation, sizes: sizes)
    own = includesOwn ? FloatBuffer(count: model.networkCount - model.sharedCount) : nil
    let graph = try batch.graph(model, settings, preparation)
    let separate = try graph.separate(.probed, memory: GradientMemory(), own: own)
    plan = try Plan(checking: [graph.losses.map { .init($0) } + separate.outputs])
    matrix = separate.matrices(.probed, of: plan, first: taskCount, taskCount: taskCount)[.shared]
  }

  /// Computes the losses and gradients of some rows.
  /// - Parameters:
  ///   - batches: The rows of each data set.
  ///   - preparation: The run's data.
  ///   - context: What random layers depend on.
  /// - Returns: The tasks with a label among the rows.
  func run(_ batches: [[Int]], of preparation: Preparation, in context: RunContext) -> [Int] {
    var labelled: [Int] = []
    batch.fill(batches, from: preparation, taking: &labelled)
    plan.run(in: context)
    return labelled
  }

  /// The loss of a task.
  func loss(ofTask task: Int) -> Double { Double(plan.result(task).pointer[0]) }

  /// Adds a task's gradient, times a factor, to a row of as many numbers as were asked for.
  func addGradient(ofTask task: Int, times factor: Double, to row: UnsafeMutablePointer<Double>) {
    let ones = [Double](repeating: 1, count: taskCount)
    if let matrix {
      for (place, number) in matrix.rows([task], times: ones).enumerated() {
        row[place] += factor * Double(number)
      }
    }
    guard let own else { return }
    for index in model.sharedParameterCount..<model.users.count
    where model.users[index].first == task {
      let place = model.store.gradient(at: index)
      for i in place.offset..<place.offset + place.count {
        row[i] += factor * Double(own.pointer[i - model.sharedCount])
      }
    }
  }
}
