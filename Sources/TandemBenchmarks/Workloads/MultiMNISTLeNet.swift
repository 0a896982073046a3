import TandemCatalog
import TandemLearning
import TandemNetworks

extension Workload {
  /// A small convolutional encoder for the two digits of an image.
  static let multiMNIST = Workload(name: "multimnist_lenet", variants: ["equal"]) { weighting in
    var batch = SyntheticBatch(rowCount: 256, inputSizes: [1, 36, 36])
    let names = ["upper", "lower"]
    for name in names { batch.addClasses(name, count: 10) }
    let data = batch.dataset
    let kernel = WrittenArgument(label: "kernel", .number(5))
    let number = { (value: Double) in WrittenArgument(.number(value)) }
    let encoder = try Declaration.layers([
      ("conv", [number(10), kernel]), ("max_pool", [number(2)]), ("relu", []),
      ("conv", [number(20), kernel]), ("max_pool", [number(2)]), ("relu", []),
      ("flatten", []), ("dense", [number(50)]), ("relu", []),
    ])
    let architecture: any Architecture = try Declaration.make(
      "hard", in: Architectures.all, [WrittenArgument(label: "encoder", encoder)])
    let momentum: any Optimizer = try Declaration.make(
      "sgd", in: Optimizers.all,
      [number(1e-2), WrittenArgument(label: "momentum", .number(0.9))])
    return try TrainingStep(
      architecture, tasks: try names.map { try Declaration.task("classify", $0, of: data) },
      weighting: weighting, optimizer: momentum)
  }
}
