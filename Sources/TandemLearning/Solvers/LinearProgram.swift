/// Small linear programs over a weighted simplex, in double precision.
///
/// `max cᵀ x` over `A x ≥ b, eᵀ x = 1, x ≥ 0`, by the simplex method in two phases on a dense table, with Bland's rule,
/// under which it cannot go round in circles. Entries should be of about one size. The dual solution proves the
/// optimum: `e t − Aᵀ y ≥ c`, y ≥ 0 and `cᵀ x = t − bᵀ y`, which `residual` measures.
/// Source: Dantzig 1951; Bland, Mathematics of Operations Research 1977.
struct LinearProgram {
  var objective: [Double]
  /// The rows of A.
  var rows: [[Double]]
  var bounds: [Double]
  /// e.
  var equality: [Double]

  /// An optimal point, and what proves it.
  struct Solution {
    var x: [Double]
    /// A multiplier of at least 0 for each row.
    var y: [Double]
    /// The equation's multiplier.
    var t: Double
  }

  /// The best x, or `nil` where no x fulfils all constraints, the objective has no bound, or rounding hides
  /// the solution: one that is returned is proven.
  func solve() -> Solution? {
    var table = SimplexTable(self)
    guard table.solve() else { return nil }
    let solution = table.solution(of: self)
    return residual(of: solution) <= 1e-7 ? solution : nil
  }

  /// How far a solution is from feasible, dual feasible and without a gap, as a part of its multipliers.
  func residual(of solution: Solution) -> Double {
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    var worst = (product(equality, solution.x) - 1).magnitude
    for (row, bound) in zip(rows, bounds) { worst = max(worst, bound - product(row, solution.x)) }
    for (j, c) in objective.enumerated() {
      let column = zip(rows, solution.y).reduce(0) { $0 + $1.0[j] * $1.1 }
      worst = max(worst, c - equality[j] * solution.t + column, -solution.x[j])
    }
    worst = max(worst, solution.y.reduce(0) { max($0, -$1) })
    let gap = product(objective, solution.x) - solution.t + product(bounds, solution.y)
    return max(worst, gap.magnitude) / solution.y.reduce(1 + solution.t.magnitude, +)
  }
}

/// The simplex method's table: constraints as equations with slacks, the basis solved for.
private struct SimplexTable {
  private let variableCount: Int
  private let rowCount: Int
  /// Variables, then a slack a row, then artificial ones: one a row, the last the equation's.
  private let width: Int
  /// The equations, right sides in the last column; below them the objective's reduced costs.
  private var table: [[Double]]
  private var basis: [Int]
  private let objective: [Double]
  private let equations: [[Double]]
  private var pivotCount = 0
  private static let tolerance = 1e-11

  init(_ program: LinearProgram) {
    variableCount = program.objective.count
    rowCount = program.rows.count
    width = variableCount + 2 * rowCount + 1
    objective = program.objective
    var table: [[Double]] = []
    var basis: [Int] = []
    for (i, (row, bound)) in zip(program.rows, program.bounds).enumerated() {
      // a x − s = b; with b ≤ 0 its negative, where the slack itself can be basic.
      let sign = bound > 0 ? 1.0 : -1
      var line = Array(repeating: 0.0, count: width + 1)
      for j in 0..<variableCount { line[j] = sign * row[j] }
      line[variableCount + i] = -sign
      if bound > 0 { line[variableCount + rowCount + i] = 1 }
      line[width] = sign * bound
      table.append(line)
      basis.append(variableCount + (bound > 0 ? rowCount : 0) + i)
    }
    table.append(program.equality + Array(repeating: 0.0, count: 2 * rowCount) + [1, 1])
    basis.append(width - 1)
    equations = table
    self.table = table + [Array(repeating: 0, count: width + 1)]
    self.basis = basis
  }

  mutating func solve() -> Bool {
    let artificial = variableCount + rowCount
    setCosts { $0 >= artificial ? -1 : 0 }
    guard iterate(columns: artificial), table[rowCount + 1][width].magnitude < 1e-9 else {
      return false
    }
    // An artificial variable that is still basic is 0: any other column of its row may take its place.
    for row in 0...rowCount where basis[row] >= artificial {
      if let column = (0..<artificial).first(where: { table[row][$0].magnitude > 1e-9 }) {
        pivot(row, column)
      }
    }
    let costs = objective
    for _ in 0..<3 {
      refresh()
      setCosts { $0 < costs.count ? costs[$0] : 0 }
      let before = pivotCount
      guard iterate(columns: artificial) else { return false }
      if pivotCount == before { break }
    }
    return true
  }

  /// Computes the table of the basis anew, each column by the largest pivot that is left: small pivots on the
  /// way have made its errors large.
  private mutating func refresh() {
    let columns = basis
    var isLeft = basis.map { _ in true }
    table.replaceSubrange(0...rowCount, with: equations)
    var waiting = columns
    while !waiting.isEmpty {
      var (size, place, row) = (0.0, 0, -1)
      for (index, column) in waiting.enumerated() {
        for candidate in 0...rowCount
        where isLeft[candidate] && table[candidate][column].magnitude > size {
          (size, place, row) = (table[candidate][column].magnitude, index, candidate)
        }
      }
      guard row >= 0 else { return }
      isLeft[row] = false
      pivot(row, waiting.remove(at: place))
    }
  }

  func solution(of program: LinearProgram) -> LinearProgram.Solution {
    var x = Array(repeating: 0.0, count: variableCount)
    for (row, column) in basis.enumerated() where column < variableCount {
      x[column] = max(0, table[row][width])
    }
    let costs = table[rowCount + 1]
    return LinearProgram.Solution(
      x: x, y: (0..<rowCount).map { max(0, costs[variableCount + $0]) }, t: costs[width - 1])
  }

  /// Fills the last line with the reduced costs of the basis.
  private mutating func setCosts(_ cost: (Int) -> Double) {
    var line = (0..<width).map { -cost($0) } + [0]
    for (row, column) in basis.enumerated() {
      let factor = cost(column)
      guard factor != 0 else { continue }
      for j in 0...width { line[j] += factor * table[row][j] }
    }
    table[rowCount + 1] = line
  }

  /// Pivots until no reduced cost is negative; false where the objective has no bound.
  private mutating func iterate(columns: Int) -> Bool {
    for _ in 0..<50 * (width + 10) {
      let costs = table[rowCount + 1]
      guard let column = (0..<columns).first(where: { costs[$0] < -Self.tolerance }) else {
        return true
      }
      var best: (row: Int, ratio: Double)?
      for row in 0...rowCount where table[row][column] > Self.tolerance {
        let ratio = max(0, table[row][width]) / table[row][column]
        if let found = best,
          ratio > found.ratio || (ratio == found.ratio && basis[row] > basis[found.row])
        {
          continue
        }
        best = (row, ratio)
      }
      guard let best else { return false }
      pivot(best.row, column)
    }
    return false
  }

  private mutating func pivot(_ row: Int, _ column: Int) {
    pivotCount += 1
    let element = table[row][column]
    for j in 0...width { table[row][j] /= element }
    let line = table[row]
    for other in table.indices where other != row {
      let factor = table[other][column]
      guard factor != 0 else { continue }
      for j in 0...width { table[other][j] -= factor * line[j] }
      table[other][column] = 0
    }
    basis[row] = column
  }
}
