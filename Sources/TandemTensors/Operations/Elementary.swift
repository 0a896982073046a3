// Elementary functions without branches or calls: a loop over them uses the vector units, which one
// over the C library's does not. Within two units in the last place over the whole range, with the
// usual values at infinities and NaN.

/// eˣ: `2ⁿ eʳ` with n the whole number next to x / ln 2.
///
/// Source: the reduction of Cody and Waite (1980); the polynomial is that of Cephes' `expf`.
@inline(__always)
func exponential(_ x: Float) -> Float {
  // Not `min` and `max`, which keep a loop from the vector units; NaN passes both.
  let below = x > 89 ? 89 : x
  let bounded = below < -105 ? -105 : below
  // Adding 1.5 · 2²³ leaves the rounded quotient in the lowest bits.
  let shifted = bounded * 1.442_695_04 + 12_582_912
  let n = shifted - 12_582_912
  let r = bounded - n * 0.693_359_375 - n * -2.121_944_4e-4
  var p: Float = 1.987_569_15e-4
  p = p * r + 1.398_199_95e-3
  p = p * r + 8.333_451_9e-3
  p = p * r + 4.166_579_6e-2
  p = p * r + 1.666_666_55e-1
  p = p * r + 5.000_000_1e-1
  p = p * (r * r) + r + 1
  // 2ⁿ in two factors, for n = 128 and n below −126 do not fit in one exponent.
  let exponent = Int32(bitPattern: shifted.bitPattern) &- 0x4B40_0000
  let half = exponent &>> 1
  let first = Float(bitPattern: UInt32(bitPattern: (half &+ 127) &<< 23))
  let second = Float(bitPattern: UInt32(bitPattern: (exponent &- half &+ 127) &<< 23))
  return p * first * second
}

/// The natural logarithm: `k ln 2 + log m` with m between √½ and √2.
///
/// Source: FreeBSD's `logf` (after Sun's fdlibm).
@inline(__always)
func naturalLogarithm(_ x: Float) -> Float {
  let isSmall = x < 0x1p-126
  let scaled = isSmall ? x * 0x1p25 : x
  let bits = Int32(bitPattern: scaled.bitPattern)
  let k = (bits &- 0x3F35_04F3) &>> 23
  let m = Float(bitPattern: UInt32(bitPattern: bits &- (k &<< 23)))
  let exponent = Float(k) - (isSmall ? 25 : 0)
  let f = m - 1
  let s = f / (2 + f)
  let z = s * s
  let w = z * z
  let even = w * (0.400_009_72 + w * 0.242_790_79)
  let odd = z * (0.666_666_63 + w * 0.284_987_87)
  let half = 0.5 * f * f
  let finite =
    s * (half + odd + even) + exponent * 9.058_000_6e-6 - half + f
    + exponent * 0.693_138_12
  let nonzero = x > 0 ? (x < .infinity ? finite : .infinity) : .nan
  return x == 0 ? -.infinity : nonzero
}

/// log(1 + x) for x of at least 0, without losing a small x in the sum.
@inline(__always)
func logarithmOfOnePlus(_ x: Float) -> Float {
  let sum = 1 + x
  let corrected = naturalLogarithm(sum) * (x / (sum - 1))
  return sum == 1 ? x : corrected
}

/// The hyperbolic tangent; a polynomial near 0, where the quotient would cancel.
///
/// Source: Cephes' `tanhf`.
@inline(__always)
func hyperbolicTangent(_ x: Float) -> Float {
  let z = x * x
  var p: Float = -5.704_988_7e-3
  p = p * z + 2.063_908_9e-2
  p = p * z - 5.373_971_6e-2
  p = p * z + 1.333_144_2e-1
  p = p * z - 3.333_328_2e-1
  let near = p * z * x + x
  let magnitude = abs(x)
  let far = 1 - 2 / (exponential(2 * magnitude) + 1)
  return magnitude < 0.625 ? near : (x < 0 ? -far : far)
}

/// The logistic function, 1 / (1 + e⁻ˣ).
@inline(__always)
func logistic(_ x: Float) -> Float {
  1 / (1 + exponential(-x))
}

/// The error function; two polynomials that meet at 0.927.
///
/// Source: N. Juffa's single-precision approximation.
@inline(__always)
func errorFunction(_ x: Float) -> Float {
  let t = abs(x)
  let s = x * x
  var far: Float = -1.728_534_7e-5 * t + 3.831_971_3e-4
  far = far * s + (-3.883_964_4e-3 * t + 2.425_462_2e-2)
  far = far * t - 1.067_778_8e-1
  far = far * t - 6.348_466_9e-1
  far = far * t - 1.287_175_1e-1
  far = 1 - exponential(far * t - t)
  var near: Float = -5.967_617e-4
  near = near * s + 4.991_194_2e-3
  near = near * s - 2.676_813_5e-2
  near = near * s + 1.128_199_25e-1
  near = near * s - 3.761_253_4e-1
  near = near * s + 1.283_791_7e-1
  near = near * x + x
  return t > 0.927_734_375 ? (x < 0 ? -far : far) : near
}
