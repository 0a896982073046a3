extension InputEncoder {
  /// The input columns of one task, and the rows that they are fitted on.
  public struct Fitting {
    public var columns: [Column]
    /// The training split's rows.
    public var rows: [Int]

    /// Creates it from columns of one data set.
    public init(_ columns: [Column], rows: [Int]) {
      self.columns = columns
      self.rows = rows
    }

    fileprivate var names: [String] { columns.map(\.label) }
  }

  /// Learns how to code the inputs of several tasks, whose data may differ.
  ///
  /// Where tasks read columns of the same names, as the tables of several hospitals have them, a category
  /// has the levels of all their training splits: a network that they share finds each at one place. What
  /// numbers are standardised with are each data set's own figures.
  /// - Parameter tasks: The columns and training rows of each task.
  /// - Returns: An encoder a task; data that standardises no inputs keeps them as they are.
  /// - Throws: As `init(fitting:rows:standardizing:)`.
  public static func together(_ tasks: [Fitting]) throws -> [Self] {
    let own = tasks.map { task in
      task.columns.map { FittedColumn.levels(of: $0, rows: task.rows) }
    }
    var shared: [[String]: [Set<String>]] = [:]
    for (task, levels) in zip(tasks, own) {
      let known = shared[task.names] ?? Array(repeating: [], count: levels.count)
      shared[task.names] = zip(known, levels).map { $0.union($1) }
    }
    return try tasks.enumerated().map { index, task in
      // Columns of the target's rows may be of another value than the target is, as `digits.with(…)`.
      try Self(
        fitting: task.columns, rows: task.rows,
        standardizing: task.columns.first?.dataset.standardizesInputs ?? true,
        levels: shared[task.names] ?? own[index])
    }
  }
}
