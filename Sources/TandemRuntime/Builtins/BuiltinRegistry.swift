import TandemCatalog
import TandemData
import TandemLearning
import TandemNetworks
import TandemTensors

/// The functions that act on the session, one line each.
enum Builtins {
  static let all: [any Builtin.Type] = [
    AskBuiltin.self,
    ClearBuiltin.self,
    CombineBuiltin.self,
    CompareBuiltin.self,
    EvaluateBuiltin.self,
    HelpBuiltin.self,
    LoadBuiltin.self,
    MethodsBuiltin.self,
    PlotBuiltin.self,
    PredictBuiltin.self,
    PrintBuiltin.self,
    ResumeBuiltin.self,
    SaveBuiltin.self,
    ShowBuiltin.self,
    SleepBuiltin.self,
    ToyBuiltin.self,
    TrainBuiltin.self,
    WeighBuiltin.self,
  ]
}

extension Library {
  /// What makes methods of the field: all that a saved run's texts need.
  private static let makers =
    Layers.all + Optimizers.all + Schedules.all + Losses.all + Metrics.all + Tasks.all
    + Architectures.all + Weightings.all + StopRules.all

  /// The library of a session, whose loaders stop when the flag is raised.
  static func standard(interrupt: InterruptFlag) -> Library {
    Library(
      entries: makers + Datasets.all(interrupt: interrupt) + ColumnFunctions.all,
      builtins: Builtins.all, methods: DataMethods.all,
      members: RunMembers.all + ColumnMembers.all + ListMembers.all + CombinationMembers.all
        + TrajectoryMembers.all)
  }

  /// The library of texts in files, which can make methods and nothing else.
  static let methods = Library(
    entries: makers + ColumnFunctions.all, builtins: [], methods: DataMethods.all,
    members: ColumnMembers.all)
}
