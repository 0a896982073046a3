/// Weights on the simplex over the tasks of a run, of which a step moves those that take part.
///
/// The others keep their share, so that all go on adding up to 1.
struct SimplexWeights {
  private var all: [Double]
  private let indices: [Int]
  private let mass: Double

  /// Takes up remembered weights, or equal ones where there are none.
  /// - Parameters:
  ///   - name: What the method files them under.
  ///   - memory: What it remembers.
  ///   - indices: The tasks that take part.
  ///   - count: How many tasks the run has.
  init(_ name: String, in memory: MethodMemory, of indices: [Int], count: Int) {
    let equal = 1 / Double(max(count, 1))
    all = memory.vector(name, count: count, initially: equal)
    if !all.allSatisfy({ $0 >= 0 && $0.isFinite }) { all = all.map { _ in equal } }
    self.indices = indices
    mass = indices.reduce(0) { [all] in $0 + all[$1] }
  }

  /// The weights of the tasks that take part, scaled to add up to 1.
  var taking: [Double] {
    get {
      indices.map { mass > 0 ? all[$0] / mass : 1 / Double(indices.count) }
    }
    set {
      for (index, weight) in zip(indices, newValue) { all[index] = weight * mass }
    }
  }

  /// What is to be remembered.
  var stored: [Double] { all }
}
