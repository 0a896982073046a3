import TandemCatalog
import TandemData
import TandemNetworks
import TandemTensors
import Testing

@testable import TandemLearning

/// What does not fit into memory is an error before the first step, and rows are evaluated as they fit.
@Suite struct MemoryTests {
  private static func settings(
    _ layer: String, _ weighting: WeightingChoice = WeightingChoice(), batch: Int = 16
  ) throws -> TrainingSettings {
    try TrainingCases.settings(
      architecture: TrainingCases.hard(TrainingCases.layers(layer, "relu")), weighting: weighting,
      epochs: 1, batch: batch)
  }

  /// The use that there is no room for, with so many bytes free.
  private static func failure(_ settings: TrainingSettings, free: Int) throws -> MemoryUse? {
    do {
      _ = try FreeMemory.$assumed.withValue(free) { try TrainingCases.train(settings) }
      return nil
    } catch TrainingError.notEnoughMemory(let shortage, let use) {
      #expect(shortage.neededByteCount > free && shortage.freeByteCount == free)
      return use
    }
  }

  @Test("weights, a step and the tasks' gradients say what there is no room for")
  func uses() throws {
    let wide = try Self.settings("dense 4096", batch: 64)
    // 36,868 weights three times over: their gradients, and Adam's moments.
    #expect(try Self.failure(wide, free: 12 * 36_868 - 1) == .weights)
    #expect(try Self.failure(wide, free: 12 * 36_868) == .step(rowCount: 64))
    #expect(try Self.failure(wide, free: 10_000_000) == nil)
    // Gradients as they are, and as doubles.
    let method = try Self.settings("dense 4096", TrainingCases.weighting("graddrop"), batch: 2)
    let (count, use) = (
      5 * 4096, MemoryUse.gradients(method: "graddrop", taskCount: 3, columnCount: 5 * 4096)
    )
    #expect(try Self.failure(method, free: 3 * count * 12 - 1) == use)
    #expect(try Self.failure(method, free: 3 * count * 12) == nil)
  }

  @Test("gradients that only a curve is made of are left out where there is no room for them")
  func curves() throws {
    func settings(_ weighting: WeightingChoice) throws -> TrainingSettings {
      try TrainingCases.settings(
        architecture: TrainingCases.hard(
          TrainingCases.layers("dense 256", "relu", "dense 256", "relu")),
        weighting: weighting, epochs: 1, batch: 1,
        optimizer: TrainingCases.make(
          Optimizers.all, "sgd", [(nil, .number(1e-4))], as: (any Optimizer).self))
    }
    // Three gradients by the largest tensor take more than the weights and their gradients.
    let free = 3 * 256 * 256 * 4
    let method = try settings(TrainingCases.weighting("pcgrad"))
    #expect(try Self.failure(method, free: free - 1) == .rows(taskCount: 3))
    #expect(try Self.failure(method, free: free) == nil)
    let plain = try settings(WeightingChoice())
    #expect(try Self.failure(plain, free: free - 1) == nil)
  }

  @Test("a step that has no room once more is as if it had not been")
  func later() throws {
    // The last batch of an epoch is smaller, and has a plan of its own.
    let settings = try Self.settings("dense 64", TrainingCases.weighting("rlw"))
    let loop = try TrainingLoop(settings)
    for _ in 0..<5 { try loop.step() }
    let before = loop.snapshot
    FreeMemory.$assumed.withValue(100) {
      #expect(throws: TrainingError.self) { try loop.step() }
    }
    #expect(loop.snapshot.comparable == before.comparable)
    try loop.step()
    let whole = try TrainingLoop(settings)
    for _ in 0..<6 { try whole.step() }
    #expect(loop.snapshot.comparable == whole.snapshot.comparable)
  }

  @Test("fewer rows at a time give the same figures")
  func chunks() throws {
    let settings = try TrainingCases.settings(
      tasks: TrainingCases.tasks(of: TrainingCases.table(rows: 600, missing: true)), epochs: 1)
    let run = try TrainingCases.train(settings)
    let data = TrainingCases.table(rows: 600, missing: true, seed: 8)
    let (whole, _) = try Self.outputs(of: run, on: data, free: .max)
    for free in [30_000, 5_000, 300] {
      let (pieces, rowCount) = try Self.outputs(of: run, on: data, free: free)
      #expect(rowCount < 512 && rowCount * 64 <= free)
      #expect(zip(whole, pieces).allSatisfy { abs($0 - $1) < 1e-5 } && whole.count == pieces.count)
    }
    #expect(throws: TrainingError.self) { try Self.outputs(of: run, on: data, free: 20) }
  }

  private static func outputs(of run: Run, on data: Dataset, free: Int) throws -> ([Float], Int) {
    let loop = try TrainingLoop(restoring: run)
    return try FreeMemory.$assumed.withValue(free) {
      let outputs = try loop.outputs(
        ofTask: 0, for: data, rowNumbers: Array(0..<data.rowCount), interrupt: InterruptFlag())
      return (outputs, loop.evaluator.rowCounts[0] ?? 0)
    }
  }

  @Test("rows that are large go through the network a few at a time")
  func largeRows() throws {
    let settings = try TrainingCases.settings(
      architecture: TrainingCases.hard(TrainingCases.layers("dense 400000", "tanh")), epochs: 1)
    let loop = try TrainingLoop(settings)
    let group = loop.preparation.groups[0]
    let rows = (0..<1200).map { $0 % 120 }
    let outputs = try #require(try loop.evaluator.outputs(of: group, index: 0, rows: rows))
    let count = try #require(loop.evaluator.rowCounts[0])
    #expect(count < 512 && count > 16 && count * 400_000 * 4 <= Evaluator.byteLimit)
    #expect(outputs[0].prefix(120).elementsEqual(outputs[0][240..<360]))
  }
}
