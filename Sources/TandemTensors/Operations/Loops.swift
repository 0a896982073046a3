// The loops over numbers. Where a result may lie in an input's memory there is a loop of its own over
// the one pointer: of two pointers that are equal the compiler's check for overlap, made before the
// loop, gives up the vector units.

/// Writes `body` of each number of `x` to `y`, which is `x` or does not overlap it.
@inline(__always)
func mapNumbers(
  _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int,
  _ body: (Float) -> Float
) {
  if x == UnsafePointer(y) {
    for i in 0..<count { y[i] = body(y[i]) }
  } else {
    for i in 0..<count { y[i] = body(x[i]) }
  }
}

/// Writes `body` of each pair of numbers to `y`, which is `a` or overlaps neither.
@inline(__always)
func mapPairs(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
  count: Int, _ body: (Float, Float) -> Float
) {
  if a == UnsafePointer(y) {
    for i in 0..<count { y[i] = body(y[i], b[i]) }
  } else {
    for i in 0..<count { y[i] = body(a[i], b[i]) }
  }
}
