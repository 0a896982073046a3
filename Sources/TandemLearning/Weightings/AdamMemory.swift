import Glibc

/// Adam's averages for a method's own numbers, one a task, each with its own count of steps.
///
/// β₁ = 0.9, β₂ = 0.999, ε = 1e-8. Source: Kingma, Ba, ICLR 2015, Algorithm 1.
struct AdamMemory {
  private var means: [Double]
  private var squares: [Double]
  private var steps: [Double]

  init(_ memory: MethodMemory, count: Int) {
    means = memory.vector("adam.means", count: count, initially: 0)
    squares = memory.vector("adam.squares", count: count, initially: 0)
    steps = memory.vector("adam.steps", count: count, initially: 0)
  }

  /// By what the number at a place is lowered for its gradient.
  mutating func move(_ place: Int, by gradient: Double, rate: Double) -> Double {
    steps[place] += 1
    means[place] += 0.1 * (gradient - means[place])
    squares[place] += 0.001 * (gradient * gradient - squares[place])
    let mean = means[place] / (1 - pow(0.9, steps[place]))
    let square = squares[place] / (1 - pow(0.999, steps[place]))
    return rate * mean / (square.squareRoot() + 1e-8)
  }

  func write(to memory: inout MethodMemory) {
    memory.vectors["adam.means"] = means
    memory.vectors["adam.squares"] = squares
    memory.vectors["adam.steps"] = steps
  }
}
