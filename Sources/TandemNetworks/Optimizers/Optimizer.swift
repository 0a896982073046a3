public import TandemCatalog

/// A rule that turns gradients into steps; a plain value, its memory being `OptimizerState`.
public protocol Optimizer: CatalogMethod {
  /// The learning rate before any schedule.
  var rate: Double { get }

  /// How many numbers it keeps for each parameter: 2 for Adam's two moments.
  var slotCount: Int { get }

  /// Changes the parameters by one step, in place.
  /// - Parameters:
  ///   - parameters: All parameters, flat.
  ///   - gradients: The gradient of each.
  ///   - state: The numbers kept since the last step; the step is counted here.
  ///   - rate: The learning rate of this step.
  func update(
    _ parameters: UnsafeMutableBufferPointer<Float>, gradients: UnsafeBufferPointer<Float>,
    state: inout OptimizerState, rate: Double)
}

/// What an optimizer remembers between two steps.
public struct OptimizerState: Codable, Sendable, Equatable {
  /// One flat array for each slot, as long as the parameters.
  public var slots: [[Float]]
  /// How many updates have been made.
  public var updateCount: Int

  /// Creates the state before the first step: zeros.
  public init(slotCount: Int, parameterCount: Int) {
    slots = Array(repeating: Array(repeating: 0, count: parameterCount), count: slotCount)
    updateCount = 0
  }
}

extension OptimizerState {
  typealias Slot = UnsafeMutableBufferPointer<Float>

  /// Gives access to the first slot's numbers where they are.
  mutating func withFirstSlot(_ body: (Slot) -> Void) {
    slots[0].withUnsafeMutableBufferPointer { body($0) }
  }

  /// Gives access to the first two slots' numbers where they are.
  ///
  /// Both are reached through one buffer: two arrays of a property cannot be open at once, and taking
  /// one out would copy it.
  mutating func withFirstTwoSlots(_ body: (Slot, Slot) -> Void) {
    slots.withUnsafeMutableBufferPointer { slots in
      slots[0].withUnsafeMutableBufferPointer { first in
        slots[1].withUnsafeMutableBufferPointer { second in body(first, second) }
      }
    }
  }
}
