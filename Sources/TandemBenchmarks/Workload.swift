/// A fixed training step that is timed: data, network and optimizer are always the same.
struct Workload: Sendable {
  let name: String
  /// What is done differently with the same data and network, as the weighting.
  let variants: [String]
  /// Makes the data and the network of a variant, and compiles the step.
  let prepare: @Sendable (_ variant: String) throws -> any RepeatableStep

  /// All workloads, one line each.
  static let all: [Workload] = [
    .digits,
    .tabular,
    .multiMNIST,
    .surgery,
    .transformer,
  ]
}

/// A step that can be done again and again on the same batch.
protocol RepeatableStep: AnyObject {
  func run() throws
}

/// A workload in one of its variants.
struct BenchmarkCase: Sendable {
  let workload: Workload
  let variant: String

  /// How a person asks for this one alone.
  var title: String { "\(workload.name)/\(variant)" }

  /// Finds what a person asks for: `digits_hps`, or `surgery_k8/mgda` for one variant.
  /// - Parameter names: What was written; nothing stands for everything.
  /// - Returns: The cases in that order.
  /// - Throws: `UnknownWorkload`.
  static func named(_ names: [String]) throws -> [BenchmarkCase] {
    let all = Workload.all.flatMap { workload in
      workload.variants.map { BenchmarkCase(workload: workload, variant: $0) }
    }
    if names.isEmpty { return all }
    return try names.flatMap { name in
      let found = all.filter { $0.workload.name == name || $0.title == name }
      if found.isEmpty { throw UnknownWorkload(name: name) }
      return found
    }
  }
}

/// A name that is no workload's.
struct UnknownWorkload: Error, CustomStringConvertible {
  let name: String

  var description: String {
    let known = Workload.all.map { workload in
      workload.variants.count == 1
        ? workload.name : workload.name + " (" + workload.variants.joined(separator: ", ") + ")"
    }
    return "'\(name)' is not a workload: there are \(known.joined(separator: ", ")); "
      + "'\(Workload.surgery.name)/mgda' is one variant"
  }
}
