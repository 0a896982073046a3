public import TandemCatalog
public import TandemTensors

/// The functions that give data: `digits()`, `csv(…)`.
public enum Datasets {
  /// The entries, whose loaders stop when the flag is raised.
  /// - Parameter interrupt: The session's flag.
  /// - Returns: One entry a function.
  public static func all(interrupt: InterruptFlag = InterruptFlag()) -> [CatalogEntry] {
    []
  }
}
