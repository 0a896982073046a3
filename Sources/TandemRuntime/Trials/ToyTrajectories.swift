import TandemCatalog
import TandemLearning

/// Ways of methods down the toy: what `toy` gives.
struct ToyTrajectories: ValueObject {
  let problem: ToyProblem
  /// What each method is called, no two alike.
  let methods: [String]
  let starts: [ToyProblem.Point]
  /// For each method, a way from each start.
  let ways: [[Way]]
  let stepCount: Int
  let sourceText: String
  var origin: ValueOrigin?
  var kind: ValueKind { .trajectories }

  /// One way.
  struct Way: Sendable {
    /// Some points of it in order, the start first and the end last.
    var points: [ToyProblem.Point]
    var losses: [Double]
    var notes: [MethodNote]

    var end: ToyProblem.Point { points[points.count - 1] }
    var distance: Double { ToyProblem.distanceToParetoSet(end) }
    var hasArrived: Bool { distance < ToyProblem.reach }
  }

  /// How many points of a way are kept at most, beside its end.
  static let pointLimit = 1_200

  /// A figure of each way: a record by method of lists by start, without the record where there is one
  /// method, and without the lists where there is one start.
  func figures(_ figure: (Way) -> Value) -> Value {
    let values = ways.map { row -> Value in
      let figures = row.map(figure)
      return figures.count == 1 ? figures[0] : .list(figures)
    }
    if values.count == 1 { return values[0] }
    return .record(Record(zip(methods, values).map { .init($0, $1) }))
  }
}

extension ToyProblem.Point {
  fileprivate var value: Value { .numbers([x, y]) }
}

/// What stands after the `.` of what `toy` gives.
enum TrajectoryMembers {
  static let all: [MemberEntry] = [
    entry("reached", "whether each way ends on the Pareto set, within 0.05") {
      $0.figures { .truth($0.hasArrived) }
    },
    entry("ends", "where each way ends") { $0.figures { $0.end.value } },
    entry("losses", "both losses where each way ends") { $0.figures { .numbers($0.losses) } },
    entry("distance", "from the end of each way to the Pareto set") {
      $0.figures { .number($0.distance) }
    },
    entry("points", "points along each way, from the start to the end") {
      $0.figures { .list($0.points.map(\.value)) }
    },
    entry("starts", "where the ways begin") { .list($0.starts.map(\.value)) },
    entry("pareto", "points of the Pareto set") { _ in
      .list(ToyProblem.paretoSet.map(\.value))
    },
  ]

  private static func entry(
    _ name: String, _ summary: String, _ part: @escaping @Sendable (ToyTrajectories) -> Value
  ) -> MemberEntry {
    MemberEntry(MemberDescriptor(name, of: .trajectories, gives: nil, summary)) { owner in
      guard case .object(let object) = owner, let toy = object as? ToyTrajectories else {
        preconditionFailure("'\(name)' is a part of trajectories only")
      }
      return part(toy)
    }
  }
}
