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

  /// Up to three slots, opened together; one that an optimizer does not have is empty.
  struct Slots {
    var first = Slot(start: nil, count: 0)
    var second = Slot(start: nil, count: 0)
    var third = Slot(start: nil, count: 0)

    fileprivate mutating func set(_ index: Int, _ slot: Slot) {
      switch index {
      case 0: first = slot
      case 1: second = slot
      default: third = slot
      }
    }
  }

  /// Gives access to all slots' numbers where they are.
  ///
  /// They are reached through one buffer: two arrays of a property cannot be open at once, and taking
  /// one out would copy it.
  mutating func withSlots(_ body: (Slots) -> Void) {
    precondition(slots.count <= 3, "no optimizer has more than three slots")
    slots.withUnsafeMutableBufferPointer { Self.open($0, from: 0, into: Slots(), body) }
  }

  private static func open(
    _ arrays: UnsafeMutableBufferPointer<[Float]>, from index: Int, into slots: Slots,
    _ body: (Slots) -> Void
  ) {
    guard index < arrays.count else { return body(slots) }
    arrays[index].withUnsafeMutableBufferPointer { slot in
      var opened = slots
      opened.set(index, slot)
      open(arrays, from: index + 1, into: opened, body)
    }
  }
}
