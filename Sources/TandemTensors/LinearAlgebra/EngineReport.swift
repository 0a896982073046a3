internal import COpenBLAS

/// Which BLAS kernel the engine runs, which one the processor deserves, and whether it computes right.
public struct EngineReport: Sendable, Equatable {
  /// OpenBLAS's name for the processor that its kernel is written for.
  public var coreName: String
  /// The name of the best kernel for this processor; the one in use, if none is better.
  public var bestCoreName: String
  /// OpenBLAS's version and how it was built.
  public var libraryDescription: String
  /// Threads that the engine computes on.
  public var threadCount: Int
  public var processor: ProcessorFeatures
  /// The largest error of a few small products, against plain loops, relative to what they add up.
  public var productError: Double

  /// Whether those products were right, to single precision.
  public var isProductRight: Bool { productError < productTolerance }

  /// Looks at the library, the processor, and a few small products.
  public init() {
    coreName = String(cString: openblas_get_corename())
    libraryDescription = String(cString: openblas_get_config())
    processor = .current
    threadCount = WorkerPool.shared.helperCount + 1
    bestCoreName = Self.betterCoreName(than: coreName, on: processor) ?? coreName
    productError = largestProductError()
  }

  /// The kernel to use instead, where the one that OpenBLAS chose leaves vector units idle.
  static func betterCoreName(than coreName: String, on processor: ProcessorFeatures) -> String? {
    KernelLevel(coreName: coreName) < processor.level ? processor.level.coreName : nil
  }
}

/// What is single precision for products of the sizes that are tried.
private let productTolerance = 1e-5

/// What the command must change in its environment before it executes itself once more, so that
/// OpenBLAS, which reads the environment when it is loaded, uses the best kernel and no threads.
///
/// A person's own `OPENBLAS_CORETYPE` stands. Our choice is marked by `TANDEM_BLAS_CORE`; if it turns
/// out to compute wrong, the next lower one is chosen, and in the end none.
/// - Parameter environment: The environment that the process was started with.
/// - Returns: The variables to set; an empty value is one to take away. `nil` if nothing is to change.
public func environmentForBestKernel(_ environment: [String: String]) -> [String: String]? {
  var changes: [String: String] = [:]
  if environment["OPENBLAS_NUM_THREADS"] != "1" { changes["OPENBLAS_NUM_THREADS"] = "1" }
  let coreName = String(cString: openblas_get_corename())
  let choice = kernelChoice(
    environment, coreName: coreName, processor: .current,
    isProductRight: { largestProductError() < productTolerance })
  changes.merge(choice) { $1 }
  return changes.isEmpty ? nil : changes
}

/// The part of `environmentForBestKernel` that concerns the kernel, from given facts.
package func kernelChoice(
  _ environment: [String: String], coreName: String, processor: ProcessorFeatures,
  isProductRight: () -> Bool
) -> [String: String] {
  let marker = "TANDEM_BLAS_CORE"
  let variable = "OPENBLAS_CORETYPE"
  guard let set = environment[variable], !set.isEmpty else {
    guard environment[marker] != "none",
      let better = EngineReport.betterCoreName(than: coreName, on: processor)
    else { return [:] }
    return [variable: better, marker: better]
  }
  guard set == environment[marker], !isProductRight() else { return [:] }
  let lower = KernelLevel(rawValue: KernelLevel(coreName: set).rawValue - 1)?.coreName
  return [variable: lower ?? "", marker: lower ?? "none"]
}

/// The largest error of a few small products, relative to the sum of their terms' magnitudes.
///
/// Sizes that are no multiples of a kernel's blocks, with and without transposing, and one that is too
/// large for the kernels that OpenBLAS has for small products.
func largestProductError() -> Double {
  var generator = Generator(seed: 1)
  let sizes = [
    ProductSize(rows: 5, columns: 3, inner: 7), ProductSize(rows: 33, columns: 17, inner: 65),
    ProductSize(rows: 130, columns: 70, inner: 40),
  ]
  var largest = 0.0
  for size in sizes {
    let left = (0..<size.rows * size.inner).map { _ in generator.nextUniform() - 0.5 }
    let right = (0..<size.inner * size.columns).map { _ in generator.nextUniform() - 0.5 }
    for (transposesLeft, transposesRight) in [
      (false, false), (false, true), (true, false), (true, true),
    ] {
      let error = productError(left, transposesLeft, right, transposesRight, size)
      // A product that is not a number has failed, though it compares as nothing.
      largest = error.isNaN ? .infinity : max(largest, error)
    }
  }
  return largest
}

private func productError(
  _ left: [Float], _ transposesLeft: Bool, _ right: [Float], _ transposesRight: Bool,
  _ size: ProductSize
) -> Double {
  var result = [Float](repeating: .nan, count: size.rows * size.columns)
  left.withUnsafeBufferPointer { left in
    right.withUnsafeBufferPointer { right in
      result.withUnsafeMutableBufferPointer { result in
        guard let a = left.baseAddress, let b = right.baseAddress, let c = result.baseAddress
        else { return }
        multiply(
          Matrix(
            a, columnCount: transposesLeft ? size.rows : size.inner, isTransposed: transposesLeft),
          Matrix(
            b, columnCount: transposesRight ? size.inner : size.columns,
            isTransposed: transposesRight),
          into: c, size: size)
      }
    }
  }
  var largest = 0.0
  for row in 0..<size.rows {
    for column in 0..<size.columns {
      var (sum, magnitude) = (0.0, 0.0)
      for k in 0..<size.inner {
        let a = left[transposesLeft ? k * size.rows + row : row * size.inner + k]
        let b = right[transposesRight ? column * size.inner + k : k * size.columns + column]
        sum += Double(a) * Double(b)
        magnitude += abs(Double(a) * Double(b))
      }
      let error = abs(Double(result[row * size.columns + column]) - sum) / max(magnitude, 1e-30)
      if error > largest || error.isNaN { largest = error }
    }
  }
  return largest
}
