import Glibc

extension Double {
  /// The remainder with the divisor's sign, so that `x % 2` is 0 or 1 for negative numbers too.
  func remainderLikeDivisor(_ divisor: Double) -> Double {
    let remainder = truncatingRemainder(dividingBy: divisor)
    return remainder != 0 && (remainder < 0) != (divisor < 0) ? remainder + divisor : remainder
  }

  func raised(to exponent: Double) -> Double {
    pow(self, exponent)
  }
}

extension Double {
  /// The logarithm to the base 10.
  var logarithmOfTen: Double { log10(self) }
}
