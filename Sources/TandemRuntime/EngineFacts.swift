import TandemTensors

/// What the command has to know of the engine: which BLAS kernel it runs and how it should start.
package struct EngineFacts: Sendable {
  /// OpenBLAS's name for the processor that its kernel is written for.
  package var coreName: String
  /// The name of the best kernel for this processor; the one in use where none is better.
  package var bestCoreName: String
  package var libraryDescription: String
  package var threadCount: Int
  package var processorName: String
  /// Whether a few small products, computed against plain loops, were right.
  package var isProductRight: Bool

  /// Looks at the library and the processor, and computes a few small products.
  package init() {
    let report = EngineReport()
    coreName = report.coreName
    bestCoreName = report.bestCoreName
    libraryDescription = report.libraryDescription
    threadCount = report.threadCount
    processorName = report.processor.name
    isProductRight = report.isProductRight
  }

  /// The variables to set, or to take away where empty, before the command executes itself once more;
  /// `nil` if nothing is to change.
  package static func startEnvironment(_ environment: [String: String]) -> [String: String]? {
    environmentForBestKernel(environment)
  }
}
