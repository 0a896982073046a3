import TandemNetworks
import TandemTensors

/// What a step may have changed before it turns out that it cannot be done, as it was before.
///
/// Parameters change last, but what methods remember and draw, running figures, and what is noted do not
/// wait. Nothing is copied unless the step writes to it.
struct StepStart {
  private let generator: Generator
  private let weightingMemory: MethodMemory?
  private let gradientMethodMemory: MethodMemory?
  private let initialLosses: [Double]
  private let noteCount: Int

  /// Keeps what a loop is before a step.
  init(_ loop: TrainingLoop) {
    generator = loop.state.generator
    weightingMemory = loop.weighting?.memory
    gradientMethodMemory = loop.gradientMethod?.memory
    initialLosses = loop.state.initialLosses
    noteCount = loop.state.notes.count
    loop.model.keepStatistics()
  }

  /// Makes the loop what it was: a step that failed has not been.
  func restore(_ loop: TrainingLoop) {
    loop.state.generator = generator
    if let weightingMemory { loop.weighting?.memory = weightingMemory }
    if let gradientMethodMemory { loop.gradientMethod?.memory = gradientMethodMemory }
    loop.state.initialLosses = initialLosses
    loop.state.notes.removeLast(loop.state.notes.count - noteCount)
    loop.model.restoreStatistics()
    // Signals were made of the losses that are forgotten again.
    loop.record.hasCurrentSignals = false
  }
}

/// Parameters and moments as they were before an update; the room for them is made once.
struct UpdateStart {
  private let parameters: FloatBuffer
  private let slots: [FloatBuffer]
  private var updateCount = 0

  /// Makes room.
  init(parameterCount: Int, slotCount: Int) {
    parameters = FloatBuffer(count: parameterCount)
    slots = (0..<slotCount).map { _ in FloatBuffer(count: parameterCount) }
  }

  /// Keeps what an update is about to change.
  mutating func keep(_ values: FloatBuffer, _ optimizer: OptimizerState) {
    parameters.pointer.update(from: values.pointer, count: values.count)
    for (room, slot) in zip(slots, optimizer.slots) { room.whole.assign(slot) }
    updateCount = optimizer.updateCount
  }

  /// Undoes the update.
  func restore(_ values: FloatBuffer, _ optimizer: inout OptimizerState) {
    values.pointer.update(from: parameters.pointer, count: values.count)
    for (place, room) in slots.enumerated() { optimizer.slots[place] = room.whole.values }
    optimizer.updateCount = updateCount
  }
}
