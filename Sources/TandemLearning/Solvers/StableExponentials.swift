import Glibc

// Exponentials in double precision that neither overflow nor cancel; plain names are taken by cases
// and members (`Formula.Function.log`, `Tensor.softmax()`).

/// `exp(x)`.
func exponential(_ x: Double) -> Double { exp(x) }

/// `log(x)`, −∞ at 0 and NaN below.
func logarithm(_ x: Double) -> Double { log(x) }

/// `tanh(x)`.
func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }

/// The softmax, `exp(xₖ) / Σ exp(xⱼ)`, from the differences to the largest.
func normalizedExponentials(_ values: [Double]) -> [Double] {
  let largest = values.max() ?? 0
  let powers = values.map { exp($0 - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}

/// `log Σ exp(xᵢ)`, −∞ of nothing.
func logSumExp(_ values: some Sequence<Double>) -> Double {
  let values = Array(values)
  guard let largest = values.max(), largest.isFinite else { return values.max() ?? -.infinity }
  return largest + log(values.reduce(0) { $0 + exp($1 - largest) })
}

/// `log(1 + exp(x))`.
func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-x.magnitude)) }
