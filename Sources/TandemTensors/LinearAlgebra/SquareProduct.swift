internal import COpenBLAS

/// A product of two square matrices, by the engine or straight by OpenBLAS, to compare the two.
package final class SquareProduct {
  /// How many rows and columns the matrices have.
  package let order: Int
  private let left: FloatBuffer
  private let right: FloatBuffer
  private let result: FloatBuffer

  /// Creates a product of numbers from −½ to ½.
  package init(order: Int) {
    self.order = order
    var generator = Generator(seed: UInt64(order))
    left = FloatBuffer(count: order * order)
    right = FloatBuffer(count: order * order)
    result = FloatBuffer(count: order * order)
    for index in 0..<order * order {
      left.pointer[index] = generator.nextUniform() - 0.5
      right.pointer[index] = generator.nextUniform() - 0.5
    }
  }

  /// OpenBLAS's name for the kernels that it has chosen when it was loaded.
  package static var coreName: String { String(cString: openblas_get_corename()) }

  /// The names of all cores whose kernels this processor can run, weakest first.
  package static var coreNames: [String] {
    let level = ProcessorFeatures.current.level
    return ["Sandybridge", "Haswell", "Zen", "SkylakeX", "Cooperlake", "SapphireRapids"]
      .filter { KernelLevel(coreName: $0) <= level }
  }

  /// Multiplies as an operation of the engine does.
  package func run() {
    multiply(
      Matrix(left.pointer, columnCount: order), Matrix(right.pointer, columnCount: order),
      into: result.pointer, size: ProductSize(rows: order, columns: order, inner: order))
  }

  /// Multiplies by one call of OpenBLAS, on threads of its own.
  ///
  /// - Parameter threadCount: How many; the engine's products in the same process use them afterwards.
  package func runLibrary(threadCount: Int) {
    // The engine asks for one thread before its own first product: not after this.
    OpenBLAS.useOneThread
    openblas_set_num_threads(Int32(threadCount))
    let order = Int32(order)
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, order, order, order, 1, left.pointer, order,
      right.pointer, order, 0, result.pointer, order)
  }
}
