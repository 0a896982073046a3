import TandemCatalog
import TandemData
import TandemTensors

/// A run's data in the form that steps use: checked, coded and grouped, whatever the architecture.
struct Preparation {
  private(set) var sources: [DataSource] = []
  private(set) var groups: [TaskGroup] = []
  /// The tasks of the run, their losses fitted to the training splits.
  private(set) var tasks: [LearningTask] = []
  private(set) var targets: [CodedTarget] = []
  /// For each task, which group it is in.
  private(set) var groupOfTask: [Int] = []

  /// Checks and codes the data of a run.
  /// - Parameters:
  ///   - tasks: The tasks of the run.
  ///   - excludedInputs: Columns that are no inputs although no task has them as its target.
  ///   - encoders: How inputs are coded, a task each; `nil` fits them to the training splits.
  /// - Throws: `TrainingError` or `DataError`, where tasks and data do not fit.
  init(tasks: [LearningTask], excludedInputs: Set<String>, encoders: [InputEncoder]? = nil) throws {
    try Self.check(tasks)
    let excluded = tasks.targetColumns.union(excludedInputs)
    var inputs: [InputEncoder.Fitting] = []
    var sourceOfTask: [Int] = []
    for (index, task) in tasks.enumerated() {
      let source = try addSource(of: task, index: index)
      let columns = try task.inputColumns(excluding: excluded)
      if columns.isEmpty { throw TrainingError.noInputs(task: task.name) }
      inputs.append(.init(columns, rows: sources[source].split.train))
      sourceOfTask.append(source)
    }
    let encoders = try encoders ?? InputEncoder.together(inputs)
    for (index, source) in sourceOfTask.enumerated() {
      try addToGroup(
        task: index, columns: inputs[index].columns, source: source, encoder: encoders[index])
      try addTarget(of: tasks[index], rows: inputs[index].rows)
    }
    for index in sources.indices { keepLabelledRows(ofSource: index) }
  }

  /// Which data set a task is in.
  func source(ofTask task: Int) -> Int { groups[groupOfTask[task]].source }

  private static func check(_ tasks: [LearningTask]) throws {
    if tasks.isEmpty { throw TrainingError.noTasks }
    var names: Set<String> = []
    for task in tasks {
      guard names.insert(task.name).inserted else { throw TrainingError.repeatedTask(task.name) }
    }
  }

  /// The data set of a task: one that is there already, if its rows and split are the same.
  private mutating func addSource(of task: LearningTask, index: Int) throws -> Int {
    let split = try task.dataset.effectiveSplit
    let known = sources.firstIndex {
      $0.dataset.hasSameRows(as: task.dataset) && $0.split == split
    }
    let source = known ?? sources.count
    if known == nil { sources.append(DataSource(dataset: task.dataset, split: split)) }
    sources[source].tasks.append(index)
    return source
  }

  private mutating func addToGroup(
    task index: Int, columns: [Column], source: Int, encoder: InputEncoder
  ) throws {
    if let known = groups.firstIndex(where: { $0.source == source && $0.encoder == encoder }) {
      groupOfTask.append(known)
      groups[known].tasks.append(index)
      return
    }
    groupOfTask.append(groups.count)
    let inputs = try encoder.encode(columns)
    groups.append(TaskGroup(source: source, tasks: [index], encoder: encoder, inputs: inputs))
  }

  private mutating func addTarget(of task: LearningTask, rows: [Int]) throws {
    var task = task
    try task.fitLoss(to: rows)
    let target = try CodedTarget(task, task.targets, rows: rows)
    let numbers = rows.lazy.flatMap { target.targets($0) }.filter { !$0.isNaN }
    if numbers.isEmpty { throw TrainingError.noTrainingTarget(task: task.name) }
    if task.method.form == .classes {
      let present = Set(numbers.map { Int($0) })
      let missing = task.method.levels.indices.first {
        !present.contains($0) && !task.loss.isIgnored(Float($0))
      }
      if let missing {
        throw TrainingError.classMissingFromTraining(
          task: task.name, level: task.method.levels[missing])
      }
    }
    tasks.append(task)
    targets.append(target)
  }

  /// The same data with the gaps among the targets of validation rows too.
  ///
  /// Steps compute with a mask only where a training row lacks a target.
  /// - Returns: The data, for computations on validation rows.
  /// - Throws: `TaskError`; never for the columns that the run was prepared with.
  func coveringValidation() throws -> Self {
    var covering = self
    for (index, task) in tasks.enumerated() {
      let split = sources[source(ofTask: index)].split
      covering.targets[index] = try CodedTarget(
        task, task.targets, rows: split.train + split.validation)
    }
    return covering
  }

  private mutating func keepLabelledRows(ofSource index: Int) {
    let own = sources[index].tasks.map { targets[$0] }
    sources[index].trainingRows =
      own.allSatisfy(\.isMasked)
      ? sources[index].split.train.filter { row in own.contains { $0.isLabelled(row) } }
      : sources[index].split.train
  }
}

extension LearningTask {
  /// The columns that the task's inputs are made of, in order.
  /// - Parameter excluded: Columns that are inputs only where they are named.
  /// - Returns: The columns, none if all are targets.
  /// - Throws: `TrainingError.foreignInput` for a column of other rows.
  func inputColumns(excluding excluded: Set<String>) throws -> [Column] {
    guard let inputs else { return dataset.inputColumns(excluding: excluded) }
    for column in inputs where !column.dataset.hasSameRows(as: dataset) {
      throw TrainingError.foreignInput(task: name, column: column.label)
    }
    return inputs
  }
}

extension [LearningTask] {
  /// The names of all columns that a target is made of.
  var targetColumns: Set<String> { Set(flatMap { $0.targets.flatMap(\.ingredients) }) }
}
