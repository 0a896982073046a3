/// What `compare` is asked for: every architecture with every weighting and every seed.
public struct ComparisonRequest: Sendable {
  /// All else that a run needs; its architecture, weighting and seed are replaced for each run.
  public var settings: TrainingSettings
  public var architectures: [Named<any Architecture>]
  public var weightings: [Named<WeightingChoice>]
  public var seeds: [Int]

  /// A method with the name that the table shows.
  public struct Named<Method: Sendable>: Sendable {
    public var name: String
    public var method: Method

    /// Names a method.
    public init(_ name: String, _ method: Method) {
      self.name = name
      self.method = method
    }
  }

  /// Creates a request.
  public init(
    settings: TrainingSettings, architectures: [Named<any Architecture>],
    weightings: [Named<WeightingChoice>], seeds: [Int]
  ) {
    self.settings = settings
    self.architectures = architectures
    self.weightings = weightings
    self.seeds = seeds
  }
}

extension ComparisonRequest {
  /// The call of `compare` that asks for this.
  var sourceText: String {
    let tasks = settings.tasks.map(\.name).joined(separator: ", ")
    let ordered = seeds == Array((seeds.first ?? 0)..<(seeds.first ?? 0) + seeds.count)
    let seedText =
      ordered && seeds.count > 1
      ? "\(seeds[0])...\(seeds[seeds.count - 1])"
      : "[" + seeds.map(String.init).joined(separator: ", ") + "]"
    let arguments = [
      "[" + architectures.map(\.name).joined(separator: ", ") + "]", "[\(tasks)]",
      "weightings: [" + weightings.map(\.name).joined(separator: ", ") + "]",
      "seeds: \(seedText)", settings.commonArguments,
    ]
    return "compare(" + arguments.joined(separator: ", ") + ")"
  }
}
