/// A Cholesky factor of the rows and columns of a matrix that stand for active constraints.
struct ActiveFactor {
  private let cosines: [Double]
  private let count: Int
  private(set) var members: [Int] = []
  /// The factor's rows, each of `count` places.
  private var lower: [Double]

  init(cosines: [Double], count: Int) {
    self.cosines = cosines
    self.count = count
    lower = Array(repeating: 0, count: count * count)
  }

  /// `L⁻¹ C[members, k]`.
  private func forward(_ right: [Double]) -> [Double] {
    var x = right
    for i in x.indices {
      for j in 0..<i { x[i] -= lower[i * count + j] * x[j] }
      x[i] /= lower[i * count + i]
    }
    return x
  }

  /// `C[members, members]⁻¹ b`.
  func solve(_ right: [Double]) -> [Double] { backward(forward(right)) }

  private func backward(_ right: [Double]) -> [Double] {
    var x = right
    for i in x.indices.reversed() {
      for j in i + 1..<max(x.count, i + 1) { x[i] -= lower[j * count + i] * x[j] }
      x[i] /= lower[i * count + i]
    }
    return x
  }

  /// How a vector is made of the members, as near as can be, and the square of what is left of it.
  func dependence(of k: Int) -> (coefficients: [Double], square: Double) {
    let l = forward(members.map { cosines[k * count + $0] })
    return (backward(l), l.reduce(cosines[k * count + k]) { $0 - $1 * $1 })
  }

  mutating func append(_ k: Int) {
    let l = forward(members.map { cosines[k * count + $0] })
    let row = members.count * count
    for (j, value) in l.enumerated() { lower[row + j] = value }
    let square = l.reduce(cosines[k * count + k]) { $0 - $1 * $1 }
    lower[row + members.count] = max(square, Double.ulpOfOne * Double.ulpOfOne).squareRoot()
    members.append(k)
  }

  mutating func remove(at place: Int) {
    let rest = members.enumerated().filter { $0.offset != place }.map(\.element)
    members = []
    for k in rest { append(k) }
  }
}
