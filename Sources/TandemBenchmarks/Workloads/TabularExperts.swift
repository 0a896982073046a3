import TandemCatalog
import TandemLearning

extension Workload {
  /// Eight experts for two yes-or-no tasks on a large batch of table rows.
  static let tabular = Workload(name: "tabular_mmoe", variants: ["equal"]) { weighting in
    var batch = SyntheticBatch(rowCount: 1024, inputSizes: [100])
    batch.addClasses("bought", count: 2)
    batch.addClasses("returned", count: 2)
    let data = batch.dataset
    let architecture: any Architecture = try Declaration.make(
      "mmoe", in: Architectures.all,
      [
        WrittenArgument(label: "experts", .number(8)),
        WrittenArgument(label: "expert", try Declaration.perceptron(128, 64)),
        WrittenArgument(label: "heads", try Declaration.perceptron(32)),
      ])
    // One output with a sigmoid each.
    let tasks = try ["bought", "returned"].map {
      try Declaration.task("multilabel", $0, of: data)
    }
    return try TrainingStep(
      architecture, tasks: tasks, weighting: weighting, optimizer: try Declaration.adam())
  }
}
