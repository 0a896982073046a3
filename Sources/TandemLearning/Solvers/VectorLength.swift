/// The Euclidean length of a vector; no square overflows or vanishes on the way.
package func vectorLength(_ vector: [Double]) -> Double {
  let largest = vector.reduce(0) { max($0, $1.magnitude) }
  guard largest > 0, largest.isFinite else { return largest }
  return largest * vector.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
}
